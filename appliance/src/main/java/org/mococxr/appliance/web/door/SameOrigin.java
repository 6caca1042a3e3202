package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps other sites' pages out: changes need the origin of this page, and a box that serves only its own machine answers only
 * to that machine's names, so that no name server can point a foreign page at it (DNS rebinding).
 */
public final class SameOrigin {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean onlyThisMachine;
    private final WebEvents events;

    public SameOrigin(String bindAddress, WebEvents events) {
        this.onlyThisMachine = isLoopback(bindAddress);
        this.events = events;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "'%s' is no address of this machine; expected for example 127.0.0.1 or 0.0.0.0".formatted(address),
                    e);
        }
    }

    public void requireKnownName(Context context) {
        if (onlyThisMachine
                && context.scheme().equals("http")
                && !LOOPBACK_NAMES.contains(hostWithoutPort(header(context, "Host")))) {
            throw SpokenResponse.forbidden("problem.this_machine_only");
        }
    }

    void requireOwnPage(Context context) {
        var origin = header(context, "Origin");
        var site = header(context, "Sec-Fetch-Site");
        var foreign = origin.isEmpty()
                ? !site.isEmpty() && !OWN_SITE.contains(site)
                : !authority(origin).equals(Optional.of(header(context, "Host").toLowerCase(Locale.ROOT)));
        if (foreign) {
            events.foreignOrigin(context.method().name(), context.path());
            throw SpokenResponse.forbidden("problem.another_site");
        }
    }

    private static String header(Context context, String name) {
        var value = context.header(name);
        return value == null ? "" : value;
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority()).map(text -> text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no origin of ours is malformed
        }
    }

    private static String hostWithoutPort(String host) {
        var end = host.lastIndexOf(':');
        return (end > host.lastIndexOf(']') ? host.substring(0, end) : host).toLowerCase(Locale.ROOT);
    }
}
