package org.mococxr.dicom.net;

/** Told what peers vouch for. Called on the association's own thread, for several associations at the same time. */
@FunctionalInterface
public interface CommitmentListener {
    /** @return whether the report answers a request of ours to this peer that is still open */
    boolean onReport(CommitmentReport report, String callingAeTitle);
}
