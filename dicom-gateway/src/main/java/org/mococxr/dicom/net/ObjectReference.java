package org.mococxr.dicom.net;

/** An object by its class and its own UID. */
public record ObjectReference(String sopClassUid, String sopInstanceUid) {}
