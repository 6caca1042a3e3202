package org.mococxr.dicom.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Who this side is: a private key and the certificates that vouch for it, its own first. */
public final class TlsIdentity {
    /** Protects the key in the memory of this process only; the key managers of Java ask for some password. */
    private static final char[] IN_MEMORY = "in memory".toCharArray();

    private static final byte[] SPECIMEN = {1, 2, 3};

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /** A PKCS 12 file ({@code .p12}, {@code .pfx}) protected by {@code password}, or a PEM file with key and certificates in it. */
    public static TlsIdentity read(Path file, char[] password) {
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx") ? readPkcs12(file, password) : readPem(file);
    }

    private static TlsIdentity readPem(Path file) {
        var pem = PemFile.read(file);
        var key = pem.privateKey()
                .orElseThrow(() -> new TlsFileUnusableException(
                        file, "it holds no BEGIN PRIVATE KEY block; put key and certificate into one file", null));
        return checked(file, key, pem.certificates());
    }

    private static TlsIdentity readPkcs12(Path file, char[] password) {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            for (var aliases = store.aliases(); aliases.hasMoreElements(); ) {
                var alias = aliases.nextElement();
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    return checked(
                            file,
                            key,
                            Arrays.stream(store.getCertificateChain(alias))
                                    .map(X509Certificate.class::cast)
                                    .toList());
                }
            }
            throw new TlsFileUnusableException(file, "it holds no private key", null);
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsFileUnusableException(file, "it cannot be read; is the password right?", e);
        }
    }

    private static TlsIdentity checked(Path file, PrivateKey key, List<X509Certificate> chain) {
        if (!belongTogether(key, chain.get(0))) {
            throw new TlsFileUnusableException(
                    file, "its private key is not the key of its first certificate; put this side's own first", null);
        }
        return new TlsIdentity(key, chain);
    }

    /** What the key signs, the certificate must verify. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        try {
            var signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(SPECIMEN);
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SPECIMEN);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind
        }
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("this side", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }
}
