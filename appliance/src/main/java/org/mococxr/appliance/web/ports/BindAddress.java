package org.mococxr.appliance.web.ports;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where a port is open. */
public final class BindAddress {
    private BindAddress() {}

    /**
     * Whether nobody but this machine can reach a port that is bound to it.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public static boolean isThisMachineOnly(String address) {
        return of(address).isLoopbackAddress();
    }

    /** Whether every network of this machine reaches a port that is bound to it. */
    public static boolean isEveryNetwork(String address) {
        return of(address).isAnyLocalAddress();
    }

    /** @throws IllegalArgumentException if it is no address */
    public static InetAddress of(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "'%s' is no address of this machine; expected for example 127.0.0.1 or 0.0.0.0".formatted(address),
                    e);
        }
    }
}
