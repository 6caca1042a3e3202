package org.mococxr.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.DicomFileUnreadableException;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.observation.DiskTrouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends DICOM files to a box or a PACS, as a modality would (C-STORE).")
final class SendCommand implements Callable<Integer> {
    private static final int MOST_CONTEXTS = 128;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "AET@HOST:PORT",
            converter = Written.Peer.class,
            description = "Who gets them.")
    private Peer to;

    @Option(
            names = "--ae-title",
            paramLabel = "AET",
            defaultValue = "CXRSEND",
            description = "AE title of the sender. Default: ${DEFAULT-VALUE}.")
    private String aeTitle;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "DICOM files, or folders of them.")
    private List<Path> named;

    private record Sendable(Path file, PresentationContext context) {}

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var sendable = new ArrayList<Sendable>();
        for (var file : files()) {
            var found = sendable(file);
            found.ifPresentOrElse(sendable::add, () -> out.println("left out   %s: no DICOM file".formatted(file)));
        }
        if (sendable.isEmpty()) {
            spec.commandLine().getErr().println("cxr-box: there is no DICOM file to send.");
            return 1;
        }
        return send(sendable) == sendable.size() ? 0 : 1;
    }

    private int send(List<Sendable> sendable) {
        var out = spec.commandLine().getOut();
        var contexts = new LinkedHashSet<PresentationContext>();
        sendable.forEach(object -> contexts.add(object.context()));
        if (contexts.size() > MOST_CONTEXTS) {
            throw new BoxNotStartedException(
                    "these files are of %d kinds, one association carries %d; send fewer at once"
                            .formatted(contexts.size(), MOST_CONTEXTS));
        }
        var delivered = 0;
        try (var association = new Recipient(to, tls.tls(true), false).connect(aeTitle, List.copyOf(contexts))) {
            for (var object : sendable) {
                var trouble = troubleWith(association, object.file());
                out.println("%-10s %s%s"
                        .formatted(
                                trouble.isEmpty() ? "sent" : "NOT SENT",
                                object.file(),
                                trouble.map(words -> ": " + words).orElse("")));
                delivered += trouble.isEmpty() ? 1 : 0;
            }
        } catch (AssociationFailedException e) {
            throw new BoxNotStartedException("nothing was sent. " + e.getMessage(), e);
        }
        out.println("%d of %d sent to %s".formatted(delivered, sendable.size(), to));
        out.flush();
        return delivered;
    }

    /** Why it was not sent; a file that cannot be read holds up no other. */
    private static Optional<String> troubleWith(StoreScu association, Path file) {
        try {
            var outcome = association.store(file);
            return outcome.isDelivered() ? Optional.empty() : Optional.of(outcome.sentence());
        } catch (DicomFileUnreadableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Sendable> sendable(Path file) {
        try {
            var object = DicomReader.readHeader(file);
            return object.sopClassUid()
                    .map(sopClass -> new Sendable(
                            file,
                            PresentationContext.of(
                                    sopClass, object.transferSyntax().uid())));
        } catch (DicomUnreadableException e) {
            return Optional.empty();
        }
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        for (var path : named) {
            try (var below = Files.walk(path)) {
                below.filter(Files::isRegularFile).sorted().forEach(files::add);
            } catch (IOException e) {
                throw unreadable(path, e);
            } catch (UncheckedIOException e) {
                throw unreadable(path, Objects.requireNonNull(e.getCause()));
            }
        }
        return files;
    }

    private static BoxNotStartedException unreadable(Path path, IOException cause) {
        return new BoxNotStartedException("cannot read %s (%s)".formatted(path, DiskTrouble.inWords(cause)), cause);
    }
}
