package org.mococxr.appliance.web.ports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * What the box shows on HTTPS: the clinic's own certificate, or one that it makes for itself at its first start.
 *
 * @param store holds one key with its chain
 * @param password of the store
 */
public record ServerCertificate(KeyStore store, String password) {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    /**
     * The clinic's own.
     *
     * @param certificate PEM, the box's certificate first; or PKCS #12 if its name ends in p12 or pfx
     * @param key PEM (PKCS #8, not encrypted); or a file with the password of the PKCS #12 file
     * @throws CertificateUnusableException saying which file is wrong and what is expected
     */
    public static ServerCertificate own(Path certificate, Path key) {
        try {
            return certificate.toString().matches("(?i).*\\.(p12|pfx)")
                    ? pkcs12(certificate, Files.readString(key).strip())
                    : pem(certificate, key);
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateUnusableException(
                    "cannot use the certificate %s with the key %s (%s); expected a PEM chain with a PKCS #8 key, or a .p12 file with a file that holds its password"
                            .formatted(certificate, key, e.getMessage()),
                    e);
        }
    }

    static ServerCertificate pkcs12(Path file, String password) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        return new ServerCertificate(store, password);
    }

    private static ServerCertificate pem(Path certificate, Path key) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(certificate)) {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var password = certificate.getFileName().toString(); // the store is in memory only
            store.setKeyEntry("box", privateKey(key), password.toCharArray(), chain);
            return new ServerCertificate(store, password);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        var text = Files.readString(file, StandardCharsets.US_ASCII);
        var from = text.indexOf(KEY_BEGIN);
        var to = text.indexOf(KEY_END);
        if (from < 0 || to < from) {
            throw new InvalidKeySpecException("%s has no %s".formatted(file, KEY_BEGIN));
        }
        var spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.substring(from + KEY_BEGIN.length(), to)));
        for (var algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // the other kind, then
            }
        }
        throw new InvalidKeySpecException("the key in %s is neither EC nor RSA".formatted(file));
    }

    /** SHA-256 of the certificate, for comparing with what a browser shows. */
    public String fingerprint() {
        try {
            var alias = Collections.list(store.aliases()).get(0);
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(store.getCertificate(alias).getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a loaded certificate has no fingerprint", e);
        }
    }
}
