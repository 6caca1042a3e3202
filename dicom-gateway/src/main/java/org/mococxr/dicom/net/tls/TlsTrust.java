package org.mococxr.dicom.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom this side believes: the certificates of the authorities, or of single peers, named by the hospital and nobody else. */
public final class TlsTrust {
    private final List<X509Certificate> anchors;

    private TlsTrust(List<X509Certificate> anchors) {
        this.anchors = List.copyOf(anchors);
    }

    /** The certificates of a PEM file. */
    public static TlsTrust read(Path pemFile) {
        return new TlsTrust(PemFile.read(pemFile).certificates());
    }

    TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var i = 0; i < anchors.size(); i++) {
            store.setCertificateEntry("anchor" + i, anchors.get(i));
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
