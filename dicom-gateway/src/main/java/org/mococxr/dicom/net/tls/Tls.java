package org.mococxr.dicom.net.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Secures sockets, in either role, with one identity and one set of trusted certificates. Immutable, for any thread. */
public final class Tls {
    private final SSLContext context;
    private final TlsProfile profile;
    private final boolean clientCertificate;
    private final TlsIdentity identity;

    private Tls(SSLContext context, TlsProfile profile, boolean clientCertificate, TlsIdentity identity) {
        this.context = context;
        this.profile = profile;
        this.clientCertificate = clientCertificate;
        this.identity = identity;
    }

    /** @param clientCertificate whether a caller must show a certificate that is trusted */
    public static Tls of(TlsProfile profile, TlsIdentity identity, TlsTrust trust, boolean clientCertificate) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(identity.keyManagers(), trust.trustManagers(), null);
            return new Tls(context, profile, clientCertificate, identity);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot set up TLS: " + e.getMessage(), e);
        }
    }

    /** When this side's own certificate ends. */
    public Instant expires() {
        return identity.certificate().getNotAfter().toInstant();
    }

    public TlsProfile profile() {
        return profile;
    }

    public boolean asksForClientCertificate() {
        return clientCertificate;
    }

    /** The called side of a connection. The handshake is still to come; nothing is said here. */
    public SSLSocket called(Socket connected) throws IOException {
        var socket = layered(connected, connected.getInetAddress().getHostAddress());
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(clientCertificate);
        return socket;
    }

    /** The calling side. The handshake fails unless the peer's certificate is trusted and is for {@code host}. */
    public SSLSocket calling(Socket connected, String host) throws IOException {
        var socket = layered(connected, host);
        socket.setUseClientMode(true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(
                "HTTPS"); // the check of names of RFC 6125, which BCP 195 asks for
        socket.setSSLParameters(parameters);
        return socket;
    }

    private SSLSocket layered(Socket connected, String host) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(connected, host, connected.getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(profile.protocols());
        parameters.setCipherSuites(profile.suites(socket.getSupportedCipherSuites()));
        parameters.setUseCipherSuitesOrder(true);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** The certificate the peer proved to hold, after the handshake. */
    public static Optional<X509Certificate> peerCertificate(SSLSocket socket) {
        try {
            return Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // it was not asked for one, or has none
        }
    }
}
