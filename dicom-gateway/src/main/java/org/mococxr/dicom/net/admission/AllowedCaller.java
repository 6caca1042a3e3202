package org.mococxr.dicom.net.admission;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A system that may call, written {@code AET@ADDRESS} or {@code AET@ADDRESS/BITS}, and where connections are secured perhaps {@code
 * ,cn=NAME} or {@code ,sha256=DIGEST} behind it. The AE title {@code *} stands for any.
 */
public record AllowedCaller(String aeTitle, AddressBlock addresses, Optional<CertificateName> certificate) {
    static final String ANY_TITLE = "*";

    private static final Pattern WRITTEN = Pattern.compile("([^@]{1,16})@([^,]+)(,.*)?");

    public static AllowedCaller parse(String text) {
        var match = WRITTEN.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no caller; expected AET@ADDRESS or AET@NETWORK/BITS, for example XRAY1@192.0.2.17 or *@192.0.2.0/24");
        }
        return new AllowedCaller(
                match.group(1).strip(),
                AddressBlock.parse(match.group(2).strip()),
                Optional.ofNullable(match.group(3)).map(name -> CertificateName.parse(name.substring(1))));
    }

    boolean hasTitle(String calling) {
        return aeTitle.equals(ANY_TITLE) || aeTitle.equals(calling);
    }

    @Override
    public String toString() {
        return aeTitle + "@" + addresses + certificate.map(name -> "," + name).orElse("");
    }
}
