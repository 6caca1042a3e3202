package org.mococxr.dicom.net;

/** A presentation context both sides agreed on: its number, the SOP class, and the one transfer syntax chosen. */
record NegotiatedContext(int id, String abstractSyntax, String transferSyntax) {}
