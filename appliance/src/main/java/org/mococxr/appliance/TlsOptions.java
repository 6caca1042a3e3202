package org.mococxr.appliance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.dicom.net.tls.Tls;
import org.mococxr.dicom.net.tls.TlsFileUnusableException;
import org.mococxr.dicom.net.tls.TlsIdentity;
import org.mococxr.dicom.net.tls.TlsProfile;
import org.mococxr.dicom.net.tls.TlsTrust;
import picocli.CommandLine.Option;

/** Who this program is in secured DICOM connections, and whom it believes. */
final class TlsOptions {
    @Option(
            names = "--tls-identity",
            paramLabel = "FILE",
            description =
                    "Private key and certificates of this side: PEM (key in PKCS 8, own certificate first) or .p12.")
    private @Nullable Path identity;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            description = "First line: the password of a .p12 identity.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--tls-trust",
            paramLabel = "FILE",
            description = "PEM with the certificates to believe: of authorities, or of single peers.")
    private @Nullable Path trust;

    @Option(
            names = "--tls-profile",
            paramLabel = "PROFILE",
            defaultValue = "NON_DOWNGRADING",
            description = "Of PS3.15 annex B: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TlsProfile profile;

    /** Empty when there is to be no TLS. */
    Optional<Tls> tls(boolean clientCertificate) {
        if (identity == null && trust == null) {
            return Optional.empty();
        }
        if (identity == null || trust == null) {
            throw new BoxNotStartedException("--tls-identity and --tls-trust belong together; one of them is missing");
        }
        try {
            return Optional.of(
                    Tls.of(profile, TlsIdentity.read(identity, password()), TlsTrust.read(trust), clientCertificate));
        } catch (TlsFileUnusableException e) {
            throw new BoxNotStartedException(String.valueOf(e.getMessage()), e);
        }
    }

    private char[] password() {
        if (passwordFile == null) {
            return new char[0];
        }
        try (var lines = Files.lines(passwordFile, StandardCharsets.UTF_8)) {
            return lines.findFirst().orElse("").toCharArray();
        } catch (IOException e) {
            throw new BoxNotStartedException("cannot read --tls-password-file " + passwordFile, e);
        }
    }
}
