package org.mococxr.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code state.json} says about a checkpoint: enough to go on training, and enough to tell where its weights came from.
 *
 * @param format {@link #FORMAT}
 * @param network the backbone, as {@link org.mococxr.network.Networks} knows it
 * @param inputSizePixels side of the square films the network was trained on
 * @param greyMean mean of prepared grey (0..1) that normalises the input; one for all channels
 * @param greyStd standard deviation that goes with it
 * @param preparation recipe of {@link org.mococxr.film.FilmPreparation} the films met
 * @param findings in the order of the head's outputs; empty after pretraining
 * @param epoch epochs completed
 * @param step optimiser steps completed
 * @param settings every setting of the run as the trainer named it; numbers, texts, flags, lists
 * @param initialWeights what the backbone started from, absent for a random start
 * @param parent the checkpoint this run started from, with its whole history
 * @param codeVersion version of the program that wrote it
 */
public record CheckpointState(
        String format,
        CheckpointKind kind,
        String network,
        int inputSizePixels,
        double greyMean,
        double greyStd,
        String preparation,
        List<String> findings,
        int epoch,
        long step,
        long seed,
        Map<String, Object> settings,
        List<FilmListUse> filmLists,
        Optional<InitialWeights> initialWeights,
        Optional<Parent> parent,
        String codeVersion) {
    public static final String FORMAT = "cxr-checkpoint/1";
    /** Setting of a checkpoint whose weights were trained by another program; its film lists are those it was tried on. */
    public static final String IMPORTED = "imported";

    public CheckpointState {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        if (inputSizePixels < 8 || inputSizePixels > 4096) {
            throw new IllegalArgumentException("the input size must be 8 to 4096 pixels, was " + inputSizePixels);
        }
        if (!(greyStd > 0) || !Double.isFinite(greyStd) || !Double.isFinite(greyMean)) {
            throw new IllegalArgumentException("grey normalisation needs a finite mean and a positive deviation, was "
                    + greyMean + " and " + greyStd);
        }
        findings = List.copyOf(findings);
        if (kind == CheckpointKind.FINETUNE && findings.isEmpty()) {
            throw new IllegalArgumentException("a fine-tuned checkpoint names at least one finding");
        }
        if (findings.stream().distinct().count() != findings.size()) {
            throw new IllegalArgumentException("findings must differ, were " + findings);
        }
        if (epoch < 0 || step < 0) {
            throw new IllegalArgumentException("epoch and step count up from 0, were " + epoch + " and " + step);
        }
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        filmLists = List.copyOf(filmLists);
    }

    public boolean imported() {
        return Boolean.TRUE.equals(settings.get(IMPORTED));
    }

    /**
     * A film list that was trained on.
     *
     * @param sha256 of the list's bytes
     * @param films used in training or validation
     * @param bySource films per source
     */
    public record FilmListUse(String name, String sha256, int films, int patients, Map<String, Integer> bySource) {
        public FilmListUse {
            bySource = Collections.unmodifiableMap(new TreeMap<>(bySource));
        }
    }

    /** Public weights a backbone started from. */
    public record InitialWeights(String name, String sha256, String licence) {}

    /** @param weightsSha256 of the earlier checkpoint's {@code weights.safetensors} */
    public record Parent(String weightsSha256, CheckpointState state) {}
}
