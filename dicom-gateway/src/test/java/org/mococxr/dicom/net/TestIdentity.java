package org.mococxr.dicom.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.mococxr.dicom.net.tls.TlsIdentity;
import org.mococxr.dicom.net.tls.TlsTrust;

/** A self-signed RSA identity made with the JDK's keytool, as PKCS 12 and as PEM: what a small clinic would have. */
record TestIdentity(Path pkcs12, Path pem, Path keyPem, Path certificatePem, X509Certificate certificate) {
    static final char[] PASSWORD = "changeit".toCharArray();

    /** @param names as keytool writes them, for example {@code ip:127.0.0.1,dns:localhost} */
    static TestIdentity make(Path folder, String commonName, String names) {
        try {
            var pkcs12 = folder.resolve(commonName + ".p12");
            var keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-J-XX:TieredStopAtLevel=1",
                            "-genkeypair",
                            "-alias",
                            "it",
                            "-keyalg",
                            "RSA",
                            "-keysize",
                            "2048",
                            "-validity",
                            "2",
                            "-dname",
                            "CN=" + commonName + ",O=Tests",
                            "-ext",
                            "san=" + names,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            pkcs12.toString(),
                            "-storepass",
                            new String(PASSWORD)))
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool made no identity");
            }
            return read(pkcs12, folder, commonName);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no identity for the tests", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static TestIdentity read(Path pkcs12, Path folder, String name)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(pkcs12)) {
            store.load(in, PASSWORD);
        }
        var certificate = (X509Certificate) store.getCertificate("it");
        var key = pem("PRIVATE KEY", store.getKey("it", PASSWORD).getEncoded());
        var chain = pem("CERTIFICATE", certificate.getEncoded());
        return new TestIdentity(
                pkcs12,
                Files.writeString(folder.resolve(name + ".pem"), key + chain),
                Files.writeString(folder.resolve(name + ".key.pem"), key),
                Files.writeString(folder.resolve(name + ".cert.pem"), chain),
                certificate);
    }

    private static String pem(String label, byte[] content) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    TlsIdentity identity() {
        return TlsIdentity.read(pem, new char[0]);
    }

    TlsTrust asTrust() {
        return TlsTrust.read(certificatePem);
    }
}
