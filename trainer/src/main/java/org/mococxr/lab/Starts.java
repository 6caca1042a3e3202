package org.mococxr.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.finetuning.FinetuneStart;
import org.mococxr.network.Network;
import org.mococxr.pretraining.Pretraining;
import org.mococxr.run.Journal;
import org.mococxr.weights.PublicWeights;
import org.mococxr.weights.RandomStart;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a network starts from. One must be said: a run never starts at random because something was forgotten. */
final class Starts {
    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(
            names = "--weights-licence",
            paramLabel = "TEXT",
            description = "Licence of --initial-weights, for the record, if the file does not say.")
    private String weightsLicence = "not stated";

    /** Exactly one. */
    static final class Choice {
        @Option(
                names = "--from",
                paramLabel = "DIR",
                description = "Checkpoint, or run folder, of a pretraining or fine-tuning run.")
        private @Nullable Path from;

        @Option(
                names = "--initial-weights",
                paramLabel = "FILE",
                description =
                        "Public weights with torchvision's or MoCo's names: .safetensors, or a .pth of torch 1.6 or newer.")
        private @Nullable Path initialWeights;

        @Option(names = "--random-start", description = "Random weights.")
        private boolean random;
    }

    /** The checkpoint, if the run starts from one. */
    Optional<Checkpoint> checkpoint() {
        return Optional.ofNullable(choice.from).map(Starts::checkpoint);
    }

    /** A checkpoint folder, or the one inside a run's folder. */
    static Checkpoint checkpoint(Path folder) {
        var inside = folder.resolve(Pretraining.CHECKPOINT);
        return Checkpoint.read(Files.isDirectory(inside) ? inside : folder);
    }

    /** @param grey of the training films; used where the start brings no normalisation of its own */
    FinetuneStart start(
            Network network, Optional<Checkpoint> checkpoint, GreyStatistics grey, long seed, Journal journal) {
        if (checkpoint.isPresent()) {
            return from(checkpoint.get(), network);
        }
        if (choice.initialWeights != null) {
            var weights = PublicWeights.read(choice.initialWeights, network, seed, weightsLicence);
            weights.remarks().forEach(journal::say);
            return new FinetuneStart(weights.backbone(), grey, Optional.of(weights.origin()), Optional.empty());
        }
        return new FinetuneStart(RandomStart.of(network.parameters(), seed), grey, Optional.empty(), Optional.empty());
    }

    /** The backbone of an earlier run, with the normalisation it knows; a head is left behind. */
    static FinetuneStart from(Checkpoint checkpoint, Network network) {
        if (!checkpoint.network().name().equals(network.name())) {
            throw new CheckpointUnreadableException("%s holds a %s, asked for is a %s"
                    .formatted(checkpoint.folder(), checkpoint.network().name(), network.name()));
        }
        var backbone = new LinkedHashMap<>(checkpoint.weights());
        backbone.keySet()
                .retainAll(network.parameters().stream()
                        .map(parameter -> parameter.name())
                        .toList());
        var state = checkpoint.state();
        return new FinetuneStart(
                backbone,
                new GreyStatistics(state.greyMean(), state.greyStd()),
                state.initialWeights(),
                Optional.of(checkpoint.asParent()));
    }
}
