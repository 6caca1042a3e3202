package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mococxr.appliance.web.ports.Connectors;

/**
 * Keeps other sites' pages out: changes need the origin of this page, and a port that serves only its own machine answers only
 * to that machine's names, so that no name server can point a foreign page at it (DNS rebinding).
 */
public final class SameOrigin {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final WebEvents events;

    public SameOrigin(WebEvents events) {
        this.events = events;
    }

    /** On every port that is bound to this machine alone, encrypted or not. */
    void requireKnownName(Context context) {
        if (Connectors.isThisMachineOnly(context.req())
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
