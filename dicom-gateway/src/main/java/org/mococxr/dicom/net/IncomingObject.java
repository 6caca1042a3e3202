package org.mococxr.dicom.net;

import java.net.InetAddress;

/**
 * What the C-STORE command says about the object that follows. The UIDs are well-formed and the SOP class is the one agreed for
 * the presentation context; whether the data set says the same is for the receiver to check.
 */
public record IncomingObject(
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        String callingAeTitle,
        String calledAeTitle,
        InetAddress peerAddress) {}
