package org.mococxr.modelpackage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * An Ed25519 private key that signs manifests. Its file is PEM, readable by its owner only: the private key (PKCS#8) followed by its
 * public key, which Java cannot derive and every signature names.
 */
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    public static final String PRIVATE_ENDING = ".private.pem";
    public static final String PUBLIC_ENDING = ".public.pem";
    /** What precedes the manifest when it is signed, so that the key's signature on anything else can never pass for a package's. */
    private static final byte[] DOMAIN = "mococxr model package manifest/1\n".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey key;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey key, PublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** Id of the public key that verifies what this key signs. */
    public String id() {
        return TrustedKeys.id(publicKey);
    }

    TrustedKeys trustingItself() {
        return TrustedKeys.of(publicKey);
    }

    /**
     * Makes a key pair: {@code NAME.private.pem} (mode 0600) and {@code NAME.public.pem}.
     *
     * @throws IOException if a file of that name exists, or cannot be written
     * @return the public key's id
     */
    public static String generate(Path folder, String name) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
        Files.createDirectories(folder);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var createOnly = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        String publicPem = pem(PUBLIC, pair.getPublic().getEncoded());
        write(
                folder.resolve(name + PRIVATE_ENDING),
                pem(PRIVATE, pair.getPrivate().getEncoded()) + publicPem,
                createOnly,
                ownerOnly);
        var everybody = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
        write(folder.resolve(name + PUBLIC_ENDING), publicPem, createOnly, everybody);
        return TrustedKeys.id(pair.getPublic());
    }

    /** @throws ExportFailedException if the file holds no Ed25519 private key with its public key */
    public static SigningKey read(Path file) {
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            var key = new SigningKey(
                    keys.generatePrivate(new PKCS8EncodedKeySpec(decode(pem, PRIVATE))),
                    keys.generatePublic(new X509EncodedKeySpec(decode(pem, PUBLIC))));
            byte[] probe = {1};
            if (!TrustedKeys.verifies(key.publicKey, probe, key.sign(probe))) {
                throw new GeneralSecurityException("its public key belongs to another private key");
            }
            return key;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ExportFailedException(
                    "cannot read the signing key " + file + " (" + e.getMessage()
                            + "); expected an Ed25519 private key in PEM followed"
                            + " by its public key, as cxr-lab keygen writes it",
                    e);
        }
    }

    byte[] sign(byte[] manifest) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(DOMAIN);
            signature.update(manifest);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with an Ed25519 key failed", e);
        }
    }

    static byte[] signed(byte[] manifest) {
        byte[] signed = Arrays.copyOf(DOMAIN, DOMAIN.length + manifest.length);
        System.arraycopy(manifest, 0, signed, DOMAIN.length, manifest.length);
        return signed;
    }

    static byte[] decode(String pem, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no " + begin);
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }

    private static void write(Path file, String text, Set<StandardOpenOption> options, FileAttribute<?> permissions)
            throws IOException {
        try (var channel = Files.newByteChannel(file, options, permissions)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
