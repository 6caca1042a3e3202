package org.mococxr.appliance.people;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.secrecy.OwnerOnly;

/**
 * The secret that seals the audit, and beside it which line it sealed last. Both lie outside of the data folder where they can, so that
 * whoever changes the data folder alone is found out.
 */
public final class AuditKey {
    private static final String SECRET = "audit-key";
    private static final String HEAD = "audit-head.json";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_LETTERS = 8;

    private final Path folder;
    private final String secret;
    private final String id;

    private AuditKey(Path folder, String secret) {
        this.folder = folder;
        this.secret = secret;
        this.id = Secrets.hash("audit key " + secret).substring(0, ID_LETTERS);
    }

    /** The line that was sealed last when it was looked at last. */
    record Head(long line, String seal, String mac) {}

    /** Of this folder, made if it is missing. */
    public static AuditKey open(Path folder) {
        return find(folder).orElseGet(() -> make(folder));
    }

    /** Of this folder, if it has one. */
    public static Optional<AuditKey> find(Path folder) {
        var file = folder.resolve(SECRET);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuditKey(folder, Files.readString(file).strip()));
        } catch (IOException e) {
            throw new AuditKeyUnusableException("cannot read the key of the audit " + file, e);
        }
    }

    private static AuditKey make(Path folder) {
        try {
            OwnerOnly.folder(folder);
            var secret = Secrets.token();
            DurableFile.write(folder.resolve(SECRET), secret.getBytes(StandardCharsets.US_ASCII));
            var key = new AuditKey(folder, secret);
            key.anchor(0, "");
            return key;
        } catch (IOException e) {
            throw new AuditKeyUnusableException("cannot make a key for the audit in " + folder, e);
        }
    }

    /** Tells this key from another; no help in guessing it. */
    String id() {
        return id;
    }

    /** HMAC-SHA256 in hexadecimal. */
    String mac(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HMAC-SHA256, which every one must have", e);
        }
    }

    /** Empty if there is none, or it is not what this key wrote. */
    Optional<Head> head() {
        var file = folder.resolve(HEAD);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StrictJson.read(Files.readAllBytes(file), Head.class))
                    .filter(head -> Secrets.same(head.mac(), headMac(head.line(), head.seal())));
        } catch (IOException | JsonDocumentException e) {
            throw new AuditKeyUnusableException("cannot read which line of the audit was sealed last from " + file, e);
        }
    }

    void anchor(long line, String seal) {
        var file = folder.resolve(HEAD);
        try {
            DurableFile.write(file, StrictJson.write(new Head(line, seal, headMac(line, seal))));
        } catch (IOException e) {
            throw new AuditKeyUnusableException("cannot write which line of the audit was sealed last to " + file, e);
        }
    }

    private String headMac(long line, String seal) {
        return mac("head\u001f" + line + "\u001f" + seal);
    }
}
