package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.web.ports.CertificateUnusableException;
import org.mococxr.appliance.web.ports.HttpsSettings;
import org.mococxr.appliance.web.ports.WebSettings;

/** The page over an encrypted line: with a certificate that the box makes, with the clinic's own, and with a wrong one. */
final class HttpsTest {
    private static final String PASSWORD = "four dry lungs";

    @TempDir
    private Path folder;

    private RunningBox start(Optional<HttpsSettings.OwnCertificate> own) {
        return RunningBox.start(
                folder.resolve("data"),
                new WebSettings(
                        "127.0.0.1", 0, 1 << 20, 2, false, Optional.of(new HttpsSettings("127.0.0.1", 0, own))));
    }

    /** Trusts the box's own certificate and no other. */
    private HttpClient trusting(Path p12, String password) throws Exception {
        var box = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(p12)) {
            box.load(in, password.toCharArray());
        }
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("box", box.getCertificate("box"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpRequest ask(RunningBox box, String path) {
        var port = box.box().https().orElseThrow().port();
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .header("Accept", "text/html")
                .build();
    }

    @Test
    void theBoxMakesItsCertificateOnceAndBrowsersThatTrustItGetSecureCookies() throws Exception {
        String fingerprint;
        try (var box = start(Optional.empty())) {
            var password = Files.readString(folder.resolve("data/https.password"));
            var client = trusting(folder.resolve("data/https.p12"), password);
            new Browser(box).setUp("first", PASSWORD);
            fingerprint = box.box().https().orElseThrow().fingerprint();

            var page = client.send(ask(box, "/sign-in"), BodyHandlers.ofString());
            assertThat(page.body()).contains("Sign in");
            assertThat(page.headers().firstValue("Strict-Transport-Security")).isEmpty(); // nobody vouches for it
            assertThat(box.box().https().orElseThrow().host()).isEqualTo("127.0.0.1"); // where it listens
            var port = box.box().https().orElseThrow().port();
            var signIn = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/sign-in"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Origin", "https://127.0.0.1:" + port)
                    .POST(HttpRequest.BodyPublishers.ofString("name=first&password=four+dry+lungs"))
                    .build();
            var answer = client.send(signIn, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("Secure", "HttpOnly", "SameSite=Strict");
            assertThatThrownBy(() -> HttpClient.newHttpClient().send(ask(box, "/"), BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(Files.getPosixFilePermissions(folder.resolve("data/https.p12")))
                    .hasSize(2);
        }
        try (var box = start(Optional.empty())) {
            assertThat(box.box().https().orElseThrow().fingerprint()).isEqualTo(fingerprint);
        }
    }

    @Test
    void theClinicsOwnCertificateIsUsedAsPemOrPkcs12() throws Exception {
        start(Optional.empty()).close();
        var password = folder.resolve("data/https.password");
        var p12 = folder.resolve("data/https.p12");
        var store =
                KeyStore.getInstance(p12.toFile(), Files.readString(password).toCharArray());
        var chain = pem("CERTIFICATE", store.getCertificate("box").getEncoded());
        var key = pem(
                "PRIVATE KEY",
                store.getKey("box", Files.readString(password).toCharArray()).getEncoded());

        for (var own : List.of(
                new HttpsSettings.OwnCertificate(p12, password), new HttpsSettings.OwnCertificate(chain, key))) {
            try (var box = start(Optional.of(own))) {
                var client = trusting(p12, Files.readString(password));
                var answer = client.send(ask(box, "/sign-in"), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(303);
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .hasValueSatisfying(value -> assertThat(value).startsWith("max-age="));
                assertThat(box.get("/sign-in").headers().firstValue("Strict-Transport-Security"))
                        .isEmpty();
            }
        }
        assertThatThrownBy(() -> start(Optional.of(new HttpsSettings.OwnCertificate(chain, chain))))
                .isInstanceOf(CertificateUnusableException.class)
                .hasMessageContaining("BEGIN PRIVATE KEY");
    }

    private Path pem(String kind, byte[] content) throws Exception {
        var text = "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
        return Files.writeString(folder.resolve(kind.replace(' ', '-') + ".pem"), text);
    }
}
