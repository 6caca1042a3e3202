package org.mococxr.dicom.net;

import java.util.regex.Pattern;

/** Another DICOM system: its AE title and where it listens. Written {@code AET@HOST:PORT}, an IPv6 host in brackets. */
public record Peer(String aeTitle, String host, int port) {
    private static final Pattern WRITTEN =
            Pattern.compile("([^@]+)@(\\[[0-9a-fA-F:.%]+]|[^:@\\[\\]\\s]+):([0-9]{1,5})");
    private static final Pattern AE_TITLE =
            Pattern.compile("[\\x21-\\x7e&&[^\\\\]]([\\x20-\\x7e&&[^\\\\]]{0,14}[\\x21-\\x7e&&[^\\\\]])?");

    public Peer {
        requireAeTitle(aeTitle);
        if (host.isBlank()) {
            throw new IllegalArgumentException("peer " + aeTitle + " needs a host name or address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the port of peer " + aeTitle + " must be 1 to 65535, was " + port);
        }
    }

    public static Peer parse(String text) {
        var match = WRITTEN.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no DICOM peer; expected AET@HOST:PORT, for example PACS@192.168.1.20:104");
        }
        var host = match.group(2);
        return new Peer(
                match.group(1),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(match.group(3)));
    }

    @Override
    public String toString() {
        return aeTitle + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** PS3.5 table 6.2-1, AE: 1 to 16 printable characters, no backslash, no space at either end. */
    public static boolean isAeTitle(String title) {
        return AE_TITLE.matcher(title).matches();
    }

    /** @return the title, unless it is none */
    public static String requireAeTitle(String title) {
        if (!isAeTitle(title)) {
            throw new IllegalArgumentException(
                    "'" + title
                            + "' is no AE title; expected 1 to 16 printable ASCII characters without backslash, for example MOCOCXR");
        }
        return title;
    }
}
