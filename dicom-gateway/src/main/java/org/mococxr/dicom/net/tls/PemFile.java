package org.mococxr.dicom.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys and certificates of a PEM file (RFC 7468), in the order in which they are written. */
final class PemFile {
    private static final long LONGEST_FILE_BYTES = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CONVERT =
            "; openssl pkcs8 -topk8 -nodes -in KEY -out NEW writes one in the form needed";

    private final Path file;
    private final List<Block> blocks;

    private record Block(String label, byte[] content) {}

    private PemFile(Path file, List<Block> blocks) {
        this.file = file;
        this.blocks = blocks;
    }

    static PemFile read(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE_BYTES) {
                throw new TlsFileUnusableException(file, "it is longer than 1 MiB", null);
            }
            var blocks = new ArrayList<Block>();
            var text = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (text.find()) {
                blocks.add(new Block(text.group(1), Base64.getMimeDecoder().decode(text.group(2))));
            }
            return new PemFile(file, blocks);
        } catch (IOException e) {
            throw new TlsFileUnusableException(file, "it cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new TlsFileUnusableException(file, "it holds a block that is no base64", e);
        }
    }

    List<X509Certificate> certificates() {
        var certificates = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CertificateException e) {
            throw new TlsFileUnusableException(file, "it holds a certificate that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new TlsFileUnusableException(file, "it holds no BEGIN CERTIFICATE block", null);
        }
        return certificates;
    }

    /** Empty when there is none at all. */
    Optional<PrivateKey> privateKey() {
        for (var block : blocks) {
            if (block.label().equals("PRIVATE KEY")) {
                return Optional.of(privateKey(block.content()));
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                throw new TlsFileUnusableException(
                        file,
                        "it holds a key of the form " + block.label() + ", expected is PRIVATE KEY (PKCS 8)" + CONVERT,
                        null);
            }
        }
        return Optional.empty();
    }

    /** The algorithm stands inside the key; asking each factory is simpler than reading it. */
    private PrivateKey privateKey(byte[] pkcs8) {
        var failures = new ArrayList<GeneralSecurityException>();
        for (var algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                failures.add(e);
            }
        }
        throw new TlsFileUnusableException(
                file, "its private key is neither an RSA nor an EC key" + CONVERT, failures.get(0));
    }
}
