package org.mococxr.appliance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mococxr.appliance.modelstore.PackageFolders;
import org.mococxr.appliance.screening.ModelChoice;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.appliance.web.WebSettings;
import org.mococxr.dicom.net.Peer;
import org.mococxr.inference.ProviderChoice;

/**
 * Everything a person decides about one box.
 *
 * @param data folder of this box alone
 * @param peers who gets reports
 * @param research whether films that only size, unknown view or unknown age would refuse are scored
 * @param workers films assessed at the same time
 * @param retention when pixels of films that are done with are deleted
 */
record BoxSettings(
        Path data,
        Dicom dicom,
        WebSettings web,
        List<Peer> peers,
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
     * @param port 0 for a free one
     * @param strictAeTitle whether callers must use {@code aeTitle}
     */
    record Dicom(int port, String aeTitle, boolean strictAeTitle) {
        Dicom {
            requirePort("--dicom-port", port);
        }
    }

    BoxSettings {
        peers = List.copyOf(peers);
        requirePort("--http-port", web.port());
        if (web.openAccess() && !isThisMachine(web.bindAddress())) {
            throw new BoxNotStartedException(
                    "--open-access is for a box that serves only its own machine; --http-bind is %s. Leave one of them out."
                            .formatted(web.bindAddress()));
        }
        if (dicom.port() != 0 && dicom.port() == web.port()) {
            throw new BoxNotStartedException(
                    "--dicom-port and --http-port are both %d; they need two ports".formatted(dicom.port()));
        }
        for (var peer : peers) {
            if (peer.port() == dicom.port() && isThisMachine(peer.host())) {
                throw new BoxNotStartedException(
                        "--pacs %s is this box itself; reports would come back for ever".formatted(peer));
            }
        }
    }

    private static boolean isThisMachine(String host) {
        return List.of("127.0.0.1", "localhost", "::1").contains(host);
    }

    private static void requirePort(String option, int port) {
        if (port < 0 || port > 65535) {
            throw new BoxNotStartedException("%s is 0 (a free one) to 65535, was %d".formatted(option, port));
        }
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
