package org.mococxr.appliance;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.modelstore.PackageFolders;
import org.mococxr.appliance.screening.ModelChoice;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.appliance.web.ports.BindAddress;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.dicom.net.tls.Tls;
import org.mococxr.gate.CopySenders;
import org.mococxr.inference.ProviderChoice;

/**
 * Everything a person decides about one box.
 *
 * @param data folder of this box alone
 * @param recipients who gets reports
 * @param watch folder whose films are taken in
 * @param research whether films that only size, unknown view or unknown age would refuse are scored
 * @param workers films assessed at the same time
 * @param retention when pixels of films that are done with are deleted
 */
record BoxSettings(
        Path data,
        Dicom dicom,
        WebSettings web,
        List<Recipient> recipients,
        Optional<Path> watch,
        ModelChoice model,
        ProviderChoice provider,
        boolean research,
        int workers,
        RetentionRules retention) {
    private static final long MOST_WAITING_FILMS = 5_000;
    private static final int MOST_WORKERS = 4;
    private static final List<Path> MEMORY_STICKS = List.of(Path.of("/media"), Path.of("/run/media"));

    /**
     * How modalities reach the box.
     *
     * @param bindAddress of this machine; {@code 0.0.0.0} for every network it is in
     * @param port 0 for a free one
     * @param strictAeTitle whether callers must use {@code aeTitle}
     * @param copies whose secondary captures are taken for films
     * @param tls secures the port; without it, films travel in the clear
     */
    record Dicom(
            InetAddress bindAddress,
            int port,
            String aeTitle,
            boolean strictAeTitle,
            CallerList callers,
            CopySenders copies,
            Optional<Tls> tls) {
        Dicom {
            requirePort("--dicom-port", port);
            if (tls.isEmpty() && callers.asksForCertificates()) {
                throw new BoxNotStartedException(
                        "--allow %s: a certificate can only be shown over a secured port;".formatted(callers)
                                + " add --tls-identity and --tls-trust");
            }
        }

        /** In the clear, for everyone. */
        static Dicom open(int port, String aeTitle) {
            return new Dicom(
                    BindAddress.of("0.0.0.0"),
                    port,
                    aeTitle,
                    false,
                    CallerList.everyone(),
                    CopySenders.of(Set.of()),
                    Optional.empty());
        }
    }

    BoxSettings {
        recipients = List.copyOf(recipients);
        watch.ifPresent(folder -> requireApart(folder, data));
        requirePort("--http-port", web.port());
        if (web.openAccess()) {
            web.bindings().forEach(BoxSettings::requireThisMachine);
        }
        if (dicom.port() != 0 && dicom.port() == web.port()) {
            throw new BoxNotStartedException(
                    "--dicom-port and --http-port are both %d; they need two ports".formatted(dicom.port()));
        }
        for (var recipient : recipients) {
            requireAnother(recipient.peer(), dicom.port());
        }
    }

    /** Whoever can reach a port of the page is let in without a name. */
    private static void requireThisMachine(String option, String address) {
        if (!BindAddress.isThisMachineOnly(address)) {
            throw new BoxNotStartedException(
                    ("--open-access lets everybody in who can reach the page, so it is for a box that serves only its own machine;"
                                    + " %s is %s. Leave out --open-access, or add %s 127.0.0.1.")
                            .formatted(option, address, option));
        }
    }

    private static void requireApart(Path watch, Path data) {
        var watched = watch.toAbsolutePath().normalize();
        var own = data.toAbsolutePath().normalize();
        if (watched.startsWith(own) || own.startsWith(watched)) {
            throw new BoxNotStartedException(
                    "--watch %s and --data %s lie in one another; they need two folders".formatted(watch, data));
        }
    }

    private static void requireAnother(Peer peer, int ourPort) {
        if (peer.port() == ourPort && isThisMachine(peer.host())) {
            throw new BoxNotStartedException(
                    "--pacs %s is this box itself; reports would come back for ever".formatted(peer));
        }
    }

    List<Peer> peers() {
        return recipients.stream().map(Recipient::peer).toList();
    }

    private static boolean isThisMachine(String host) {
        return List.of("127.0.0.1", "localhost", "::1").contains(host);
    }

    private static void requirePort(String option, int port) {
        if (port < 0 || port > 65535) {
            throw new BoxNotStartedException("%s is 0 (a free one) to 65535, was %d".formatted(option, port));
        }
    }

    /** What the box was started with, by option, for people who look at it; no secret is among it. */
    Map<String, Sentence> startOptions() {
        var options = new LinkedHashMap<String, Sentence>();
        options.put("--data", Sentence.quoted(data.toString()));
        options.put("--ae-title", Sentence.quoted(dicom.aeTitle()));
        options.put("--dicom-bind", Sentence.quoted(dicom.bindAddress().getHostAddress()));
        options.put("--dicom-port", Sentence.quoted(String.valueOf(dicom.port())));
        options.put(
                "--allow",
                dicom.callers().isOpen()
                        ? Sentence.of("who.everyone")
                        : Sentence.quoted(dicom.callers().toString().replaceAll("[\\[\\]]", "")));
        if (!dicom.copies().equals(CopySenders.of(Set.of()))) {
            options.put("--film-copies-from", Site.inWords(dicom.copies()));
        }
        options.put("--tls-identity", Sentence.of(dicom.tls().isPresent() ? "option.secured" : "option.not_secured"));
        options.put("--pacs", recipients.isEmpty() ? Sentence.of("who.nobody") : Sentence.quoted(joined(recipients)));
        options.put("--http-bind", Sentence.quoted(web.bindAddress() + ":" + web.port()));
        options.put(
                "--https-port",
                web.https()
                        .map(https -> Sentence.quoted(https.bindAddress() + ":" + https.port()))
                        .orElse(Sentence.of("option.not_offered")));
        options.put(
                "--watch",
                watch.map(folder -> Sentence.quoted(folder.toString())).orElse(Sentence.of("option.no_folder")));
        options.put("--provider", Sentence.quoted(provider.toString()));
        options.put("--workers", Sentence.quoted(String.valueOf(workers)));
        return options;
    }

    private static String joined(List<Recipient> recipients) {
        return recipients.stream()
                .map(recipient -> recipient.peer()
                        + (recipient.tls().isPresent() ? ",tls" : "")
                        + (recipient.commitment() ? ",commitment" : ""))
                .collect(Collectors.joining("; "));
    }

    long mostWaitingFilms() {
        return MOST_WAITING_FILMS;
    }

    /** Where packages may be taken from: what came with the box, and memory sticks where Linux shows them. */
    PackageFolders packageFolders() {
        var folders = new ArrayList<>(MEMORY_STICKS);
        model.shippedModels().ifPresent(folders::add);
        return new PackageFolders(folders);
    }

    static int standardWorkers() {
        return Math.max(1, Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors()));
    }
}
