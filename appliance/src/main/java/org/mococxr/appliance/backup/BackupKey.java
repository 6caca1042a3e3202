package org.mococxr.appliance.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.secrecy.OwnerOnly;

/** The Ed25519 key with which a box signs its backups. It is in none of them. */
public final class BackupKey {
    private static final String FILE = "backup-key.json";
    private static final String ALGORITHM = "Ed25519";
    private static final int ID_BYTES = 16;

    /** What precedes the contents when they are signed, so that no signature on anything else can pass for a backup's. */
    private static final byte[] DOMAIN = "mococxr backup contents/1\n".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private BackupKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** The file; each key in Base64, as Java encodes it. */
    private record Kept(String privateKey, String publicKey) {}

    /** {@code signature.json} of a backup. */
    record Signed(String publicKey, String signature) {
        static final String FILE = "signature.json";

        String keyId() {
            return id(Base64.getDecoder().decode(publicKey));
        }

        boolean isOf(byte[] contents) throws GeneralSecurityException {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
            signature.update(DOMAIN);
            signature.update(contents);
            return signature.verify(Base64.getDecoder().decode(this.signature));
        }
    }

    /** Of this folder, made if it is missing. */
    public static BackupKey open(Path folder) {
        return find(folder).orElseGet(() -> make(folder));
    }

    /** Of this folder, if it has one. */
    public static Optional<BackupKey> find(Path folder) {
        var file = folder.resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            var kept = StrictJson.read(Files.readAllBytes(file), Kept.class);
            var keys = KeyFactory.getInstance(ALGORITHM);
            return Optional.of(new BackupKey(
                    keys.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(kept.privateKey()))),
                    keys.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(kept.publicKey())))));
        } catch (IOException | GeneralSecurityException | JsonDocumentException | IllegalArgumentException e) {
            throw new BackupFailedException(
                    "cannot read the key for backups %s (%s)".formatted(file, e.getMessage()), e);
        }
    }

    private static BackupKey make(Path folder) {
        var file = folder.resolve(FILE);
        try {
            OwnerOnly.folder(folder);
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            var kept = new Kept(
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
            DurableFile.write(file, StrictJson.write(kept));
            return new BackupKey(pair.getPrivate(), pair.getPublic());
        } catch (IOException | GeneralSecurityException e) {
            throw new BackupFailedException(
                    "cannot make the key for backups %s (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /** For people to write down and to compare. */
    public String id() {
        return id(publicKey.getEncoded());
    }

    private static String id(byte[] publicKey) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey), 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }

    Signed sign(byte[] contents) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(DOMAIN);
            signature.update(contents);
            return new Signed(
                    Base64.getEncoder().encodeToString(publicKey.getEncoded()),
                    Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with an Ed25519 key failed", e);
        }
    }
}
