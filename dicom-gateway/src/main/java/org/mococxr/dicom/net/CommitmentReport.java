package org.mococxr.dicom.net;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

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

    /** For the person who looks after the delivery. */
    public static Observation why(int failureReason) {
        return switch (failureReason) {
            case 0x0112 -> ObservationKind.NOT_THERE.of();
            case 0x0119 -> ObservationKind.CLASS_CONFLICT.of();
            case 0x0122 -> ObservationKind.CLASS_NOT_VOUCHED_FOR.of();
            case 0x0131 -> ObservationKind.ASKED_BEFORE.of();
            case 0x0213 -> ObservationKind.SHORT_OF_RESOURCES.of();
            default -> ObservationKind.FAILED_WITH.of("%04XH".formatted(failureReason));
        };
    }
}
