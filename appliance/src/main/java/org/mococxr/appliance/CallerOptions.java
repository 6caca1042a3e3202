package org.mococxr.appliance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mococxr.appliance.web.ports.BindAddress;
import org.mococxr.dicom.net.admission.AllowedCaller;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.dicom.net.tls.Tls;
import org.mococxr.gate.CopySenders;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who may send films, and over what kind of connection. */
final class CallerOptions {
    @Option(
            names = "--dicom-bind",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address of the port for films. Default: ${DEFAULT-VALUE}, every network of this machine.")
    private String bind;

    @Option(names = "--strict-ae", description = "Turn away callers that use another AE title for this box.")
    private boolean strictAe;

    @Option(
            names = "--allow",
            paramLabel = "AET@ADDRESS[/BITS][,cn=NAME]",
            converter = Written.Caller.class,
            description = {
                "A system that may send films; may be repeated. Without it everyone may who reaches the port.",
                "AET * is any title; behind a comma, with TLS, cn=NAME or sha256=DIGEST of the certificate it must show."
            })
    private List<AllowedCaller> allowed = List.of();

    @Option(
            names = "--film-copies-from",
            paramLabel = "AET",
            converter = Written.AeTitleOrAny.class,
            description = {
                "A film digitiser, or another sender whose secondary captures are films; may be repeated, * is everyone.",
                "From others, secondary captures are stored and listed, but not assessed. Files that are handed in are.",
                "Without it the page Settings says who."
            })
    private Set<String> copiesFrom = Set.of();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(names = "--tls-any-client", description = "Take secured connections from callers that show no certificate.")
    private boolean anyClient;

    @Option(names = "--tls-outgoing-only", description = "Leave the port for films unsecured; TLS is for reports only.")
    private boolean outgoingOnly;

    Optional<Tls> tls() {
        return tls.tls(!anyClient);
    }

    BoxSettings.Dicom settings(int port, String aeTitle, Optional<Tls> tls) {
        return new BoxSettings.Dicom(
                BindAddress.of(bind),
                port,
                aeTitle,
                strictAe,
                allowed.isEmpty() ? CallerList.everyone() : CallerList.only(allowed),
                CopySenders.of(copiesFrom),
                outgoingOnly ? Optional.empty() : tls);
    }

    /** Where the port is open, for a person; nothing where it is open to every network. */
    String where() {
        return BindAddress.isEveryNetwork(bind) ? "" : " on " + bind;
    }

    /** For a person, at the start. */
    String describe(Optional<Tls> tls) {
        var who = allowed.isEmpty()
                ? "WARNING: everyone who reaches the port may send; list senders with --allow"
                : "from " + allowed + " only";
        return tls.isPresent() && !outgoingOnly ? who + ", secured" : who + ", not secured";
    }
}
