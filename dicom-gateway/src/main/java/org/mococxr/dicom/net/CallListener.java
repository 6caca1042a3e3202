package org.mococxr.dicom.net;

import java.net.InetAddress;
import org.mococxr.observation.Observation;

/**
 * Hears who asked whether the receiver is there and who was turned away, for people who look after the network. Called on the
 * association's thread: must not block, and what it throws ends the association.
 */
public interface CallListener {
    /** Nobody listens. */
    CallListener NONE = new CallListener() {
        @Override
        public void echoed(String callingAeTitle, InetAddress from) {}

        @Override
        public void rejected(String callingAeTitle, InetAddress from, Observation why) {}
    };

    /** A C-ECHO was answered. */
    void echoed(String callingAeTitle, InetAddress from);

    /** An association was rejected. */
    void rejected(String callingAeTitle, InetAddress from, Observation why);
}
