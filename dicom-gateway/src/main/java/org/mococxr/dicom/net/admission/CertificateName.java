package org.mococxr.dicom.net.admission;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Which certificate a caller must show: the common name of its subject ({@code cn=xray1.example}, survives renewal), or its SHA-256
 * ({@code sha256=ab12...}, exactly this one).
 */
public record CertificateName(Kind kind, String value) {
    /** What is compared. */
    public enum Kind {
        CN,
        SHA256
    }

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public CertificateName {
        if (value.isBlank() || (kind == Kind.SHA256 && !DIGEST.matcher(value).matches())) {
            throw new IllegalArgumentException("'" + value
                    + "' names no certificate; expected cn=COMMON-NAME or sha256= and 64" + " hexadecimal digits");
        }
    }

    static CertificateName parse(String text) {
        var equals = text.indexOf('=');
        var value = text.substring(equals + 1).strip();
        return switch (text.substring(0, Math.max(equals, 0)).strip().toLowerCase(Locale.ROOT)) {
            case "cn" -> new CertificateName(Kind.CN, value);
            case "sha256" ->
                new CertificateName(Kind.SHA256, value.replace(":", "").toLowerCase(Locale.ROOT));
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "' names no certificate; expected cn=COMMON-NAME or sha256=DIGEST");
        };
    }

    boolean matches(X509Certificate certificate) {
        return switch (kind) {
            case CN -> commonName(certificate).equals(value);
            case SHA256 -> sha256(certificate).equals(value);
        };
    }

    /** Empty when the subject has none. */
    private static String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue().toString())
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            return ""; // a subject nobody can read names nobody
        }
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            return ""; // matches no digest
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "=" + value;
    }
}
