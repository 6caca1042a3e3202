package org.mococxr.appliance.web.ports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The page over an encrypted line.
 *
 * @param bindAddress 0.0.0.0 for every network of this machine
 * @param port 0 for a free one
 * @param own the clinic's certificate and its key; empty for one that the box makes
 */
public record HttpsSettings(String bindAddress, int port, Optional<OwnCertificate> own) {
    /** See {@link ServerCertificate#own}. */
    public record OwnCertificate(Path certificate, Path key) {}

    /** The host of this page's address: the one that it is bound to, else one that others may use. */
    public String host(String ofThisMachine) {
        return BindAddress.isEveryNetwork(bindAddress) ? ofThisMachine : bindAddress;
    }

    /** @param folder keeps a certificate that the box makes */
    public ServerCertificate certificate(Path folder, List<String> hosts) {
        return own.map(files -> ServerCertificate.own(files.certificate(), files.key()))
                .orElseGet(() -> SelfMadeCertificate.in(folder, hosts));
    }
}
