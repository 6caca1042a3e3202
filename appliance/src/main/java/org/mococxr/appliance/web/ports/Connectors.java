package org.mococxr.appliance.web.ports;

import jakarta.servlet.ServletRequest;
import java.time.Duration;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The doors of the web server: plain HTTP, and HTTPS with TLS 1.2 and newer. A silent client is let go after a while. */
public final class Connectors {
    private static final long IDLE_MILLIS = 60_000;

    private static final String THIS_MACHINE_ONLY = "org.mococxr.thisMachineOnly";
    private static final long STRICT_SECONDS = Duration.ofDays(180).toSeconds();

    private Connectors() {}

    /** Whether a request came by a port that serves this machine alone. */
    public static boolean isThisMachineOnly(ServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(THIS_MACHINE_ONLY));
    }

    private static HttpConfiguration marked(HttpConfiguration http, String address) {
        var only = BindAddress.isThisMachineOnly(address);
        var marked = new HttpConfiguration(http);
        marked.addCustomizer((request, headers) -> {
            request.setAttribute(THIS_MACHINE_ONLY, only);
            return request;
        });
        return marked;
    }

    public static Connector plain(Server server, HttpConfiguration http, String address, int port) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(marked(http, address)));
        connector.setHost(address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    public static Connector encrypted(
            Server server, HttpConfiguration http, HttpsSettings settings, ServerCertificate certificate) {
        var secured = marked(http, settings.bindAddress());
        var customizer = new SecureRequestCustomizer();
        if (settings.own().isPresent()) {
            // Only where others vouch for the certificate: a browser that was told so once lets nobody past a warning,
            // and
            // the box's own certificate always comes with one.
            customizer.setStsMaxAge(STRICT_SECONDS);
        }
        customizer.setSniHostCheck(false); // a box is called by its address, which is in no SNI
        secured.addCustomizer(customizer);
        var tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate.store());
        tls.setKeyStorePassword(certificate.password());
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setSniRequired(false);
        var connector = new ServerConnector(
                server,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(secured));
        connector.setHost(settings.bindAddress());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }
}
