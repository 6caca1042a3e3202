package org.mococxr.dicom.net;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * What a peer vouches for and what it does not, PS3.4 section J.3.3.
 *
 * @param committed SOP Instance UIDs
 * @param failed the reason (PS3.3 section C.14.1.1) by SOP Instance UID
 */
public record CommitmentReport(String transactionUid, Set<String> committed, Map<String, Integer> failed) {
    private static final int PROCESSING_FAILURE = 0x0110;

    public CommitmentReport {
        committed = Set.copyOf(committed);
        failed = Map.copyOf(failed);
    }

    static CommitmentReport of(Attributes dataset) {
        var failed = new HashMap<String, Integer>();
        for (var item : dataset.getSequence(Tag.FailedSOPSequence)) {
            item.getString(Tag.ReferencedSOPInstanceUID)
                    .ifPresent(uid -> failed.put(uid, item.getInt(Tag.FailureReason, PROCESSING_FAILURE)));
        }
        return new CommitmentReport(
                dataset.getString(Tag.TransactionUID).orElse(""),
                dataset.getSequence(Tag.ReferencedSOPSequence).stream()
                        .flatMap(item -> item.getString(Tag.ReferencedSOPInstanceUID).stream())
                        .collect(Collectors.toSet()),
                failed);
    }

    /** In words, for the person who looks after the delivery. */
    public static String sentence(int failureReason) {
        return switch (failureReason) {
            case 0x0112 -> "it has no such object";
            case 0x0119 -> "class and instance do not belong together";
            case 0x0122 -> "it does not vouch for objects of this class";
            case 0x0131 -> "it knows this request already";
            case 0x0213 -> "it is short of resources";
            default -> "it failed with reason %04XH".formatted(failureReason);
        };
    }
}
