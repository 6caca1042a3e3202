package org.mococxr.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mococxr.film.FilmPreparation;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.network.Parameter;
import org.mococxr.observation.DiskTrouble;

/**
 * A checkpoint folder whose state and weights have been read and fit together: the weights hold exactly the tensors of the named network
 * (with its head after fine-tuning), each of the right shape and finite, and nothing else.
 *
 * @param folder where it lies
 * @param weights by torchvision's name
 * @param weightsSha256 of {@code weights.safetensors}; identifies the checkpoint
 */
public record Checkpoint(
        Path folder, CheckpointState state, Network network, Map<String, Tensor> weights, String weightsSha256) {
    public static final String STATE = "state.json";
    public static final String WEIGHTS = "weights.safetensors";
    public static final String OPTIMIZER = "optimizer.safetensors";
    public static final String REFERENCE = "reference.safetensors";
    public static final String PREDICTIONS = "predictions.csv";

    public Checkpoint {
        weights = Map.copyOf(weights);
    }

    /** @throws CheckpointUnreadableException saying what was found and what was expected */
    public static Checkpoint read(Path folder) {
        CheckpointFolder.finishInterruptedReplacement(folder);
        CheckpointState state = readState(folder);
        Network network = Networks.byName(state.network())
                .orElseThrow(() -> unreadable(
                        folder, "it holds the network \"" + state.network() + "\", which this version does not know"));
        if (!state.preparation().equals(FilmPreparation.RECIPE)) {
            throw unreadable(
                    folder,
                    "its films were prepared by \"" + state.preparation() + "\", this version prepares films by \""
                            + FilmPreparation.RECIPE + "\"");
        }
        Path file = require(folder, WEIGHTS);
        Map<String, Tensor> weights = Safetensors.read(file).tensors();
        List<Parameter> expected = state.kind() == CheckpointKind.PRETRAIN
                ? network.parameters()
                : network.parametersWithHead(state.findings().size());
        checkFit(file, state, expected, weights);
        return new Checkpoint(folder, state, network, weights, sha256(file));
    }

    /** @return {@code state.json} alone, without touching the weights */
    public static CheckpointState readState(Path folder) {
        Path file = require(folder, STATE);
        try {
            return StrictJson.read(Files.readAllBytes(file), CheckpointState.class);
        } catch (JsonDocumentException e) {
            throw new CheckpointUnreadableException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CheckpointUnreadableException("cannot read " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    /** @return a file of this checkpoint; refuses when it is missing */
    public Path file(String name) {
        return require(folder, name);
    }

    public CheckpointState.Parent asParent() {
        return new CheckpointState.Parent(weightsSha256, state);
    }

    private static void checkFit(
            Path file, CheckpointState state, List<Parameter> expected, Map<String, Tensor> weights) {
        String of = state.network()
                + (state.findings().isEmpty() ? "" : " with " + state.findings().size() + " findings");
        for (Parameter parameter : expected) {
            Tensor tensor = weights.get(parameter.name());
            if (tensor == null) {
                throw new CheckpointUnreadableException("cannot use " + file + ": the tensor " + parameter.name() + " "
                        + parameter.shape() + " of " + of + " is missing");
            }
            if (!tensor.shape().equals(parameter.shape())) {
                throw new CheckpointUnreadableException("cannot use " + file + ": the tensor " + parameter.name()
                        + " has the shape " + tensor.shape() + ", " + of + " needs " + parameter.shape());
            }
            for (int i = 0; i < tensor.size(); i++) {
                if (!Float.isFinite(tensor.value(i))) {
                    throw new CheckpointUnreadableException("cannot use " + file + ": the tensor " + parameter.name()
                            + " holds " + tensor.value(i) + "; the training run diverged");
                }
            }
        }
        Set<String> unknown = new TreeSet<>(weights.keySet());
        unknown.removeAll(expected.stream().map(Parameter::name).collect(Collectors.toSet()));
        if (!unknown.isEmpty()) {
            throw new CheckpointUnreadableException("cannot use " + file + ": it holds " + unknown.size()
                    + " tensors that " + of + " has no place for: " + unknown);
        }
    }

    private static Path require(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointUnreadableException(
                    "cannot read the checkpoint " + folder + ": there is no such folder");
        }
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw unreadable(folder, name + " is missing");
        }
        return file;
    }

    private static CheckpointUnreadableException unreadable(Path folder, String found) {
        return new CheckpointUnreadableException("cannot use the checkpoint " + folder + ": " + found);
    }

    static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new CheckpointUnreadableException("cannot read " + file + ": " + DiskTrouble.inWords(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
