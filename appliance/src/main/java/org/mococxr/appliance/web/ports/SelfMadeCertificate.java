package org.mococxr.appliance.web.ports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.mococxr.secrecy.OwnerOnly;

/**
 * Makes a certificate with the keytool of the Java runtime, once; it stays, so that a browser which was told to trust it goes on
 * doing so. Nobody else vouches for it: compare its fingerprint.
 */
final class SelfMadeCertificate {
    private static final String VALID_DAYS = "3650";
    private static final long PATIENCE_SECONDS = 60;

    private SelfMadeCertificate() {}

    /**
     * @param folder keeps {@code https.p12} and its password
     * @param hosts addresses that the certificate names beside localhost
     * @throws CertificateUnusableException saying what failed
     */
    static ServerCertificate in(Path folder, List<String> hosts) {
        var store = folder.resolve("https.p12");
        var password = folder.resolve("https.password");
        try {
            if (Files.notExists(store)) {
                make(folder, store, password, hosts);
            }
            return ServerCertificate.pkcs12(store, Files.readString(password).strip());
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateUnusableException(
                    "cannot make or read the box's own certificate %s (%s); delete it and start again, or name one with --https-certificate"
                            .formatted(store, e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CertificateUnusableException("stopped while making a certificate", e);
        }
    }

    private static void make(Path folder, Path store, Path password, List<String> hosts)
            throws IOException, InterruptedException {
        Files.deleteIfExists(password);
        OwnerOnly.touch(password);
        Files.writeString(password, UUID.randomUUID().toString());
        var unfinished = folder.resolve("https.p12.tmp");
        Files.deleteIfExists(unfinished);
        run(command(unfinished, password, hosts));
        OwnerOnly.tighten(unfinished);
        Files.move(unfinished, store, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> command(Path store, Path password, List<String> hosts) {
        var names = new ArrayList<>(List.of("dns:localhost", "ip:127.0.0.1"));
        hosts.stream()
                .filter(host -> !host.equals("127.0.0.1"))
                .map(host -> "ip:" + host)
                .forEach(names::add);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "box",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-validity",
                VALID_DAYS,
                "-dname",
                "CN=MoCo-CXR Appliance",
                "-ext",
                "SAN=" + names.stream().collect(Collectors.joining(",")),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:file",
                password.toString());
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        keytool.getOutputStream().close();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool said: " + said.strip());
        }
    }
}
