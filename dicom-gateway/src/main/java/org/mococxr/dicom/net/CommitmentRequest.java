package org.mococxr.dicom.net;

import java.util.List;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;

/**
 * The question whether a peer vouches for objects, PS3.4 section J.3.2.
 *
 * @param transactionUid its report will carry it; made for this request alone and told to this peer alone
 */
public record CommitmentRequest(String transactionUid, List<ObjectReference> objects) {
    public CommitmentRequest {
        objects = List.copyOf(objects);
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("a commitment is asked for at least one object");
        }
    }

    Attributes toDataset() {
        var dataset = new Attributes();
        dataset.setString(Tag.TransactionUID, VR.UI, transactionUid);
        var references = dataset.newSequence(Tag.ReferencedSOPSequence);
        for (var object : objects) {
            var item = new Attributes();
            item.setString(Tag.ReferencedSOPClassUID, VR.UI, object.sopClassUid());
            item.setString(Tag.ReferencedSOPInstanceUID, VR.UI, object.sopInstanceUid());
            references.add(item);
        }
        return dataset;
    }
}
