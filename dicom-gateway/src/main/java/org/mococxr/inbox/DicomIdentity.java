package org.mococxr.inbox;

import java.util.Optional;

/**
 * What a DICOM object says it is. The SOP UIDs are well-formed; those of study and series are as the sender wrote them.
 *
 * @param ourReport whether it is a report that a box of ours made, this one or another
 */
public record DicomIdentity(
        String sopClassUid,
        String sopInstanceUid,
        Optional<String> studyInstanceUid,
        Optional<String> seriesInstanceUid,
        String transferSyntaxUid,
        boolean ourReport) {}
