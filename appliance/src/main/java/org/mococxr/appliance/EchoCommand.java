package org.mococxr.appliance;

import java.util.List;
import java.util.concurrent.Callable;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "echo",
        mixinStandardHelpOptions = true,
        description = "Asks a DICOM system whether it is there (C-ECHO).")
final class EchoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "AET@HOST:PORT", converter = Written.Peer.class, description = "Whom to ask.")
    private Peer peer;

    @Option(
            names = "--ae-title",
            paramLabel = "AET",
            defaultValue = "CXRBOX",
            description = "AE title of the caller. Default: ${DEFAULT-VALUE}.")
    private String aeTitle;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Override
    public Integer call() {
        try (var association = new Recipient(peer, tls.tls(true), false)
                .connect(aeTitle, List.of(PresentationContext.verification()))) {
            var outcome = association.echo();
            spec.commandLine()
                    .getOut()
                    .println(outcome.isDelivered() ? peer + " answers." : peer + ": " + outcome.sentence());
            return outcome.isDelivered() ? 0 : 1;
        } catch (AssociationFailedException e) {
            throw new BoxNotStartedException(String.valueOf(e.getMessage()), e);
        }
    }
}
