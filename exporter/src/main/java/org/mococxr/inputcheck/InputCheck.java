package org.mococxr.inputcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.film.PreparedFilm;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.observation.DiskTrouble;

/** Tells which films must not be scored: {@link #kind} before the network runs, {@link #isUnusual} after. Immutable. */
public final class InputCheck {
    /** What it says about itself, as a file's name. */
    public static final String REPORT = "input-check.json";

    /** Its numbers, as a file's name. */
    public static final String TENSORS = "input-check.safetensors";

    private static final String HEAD_WEIGHTS = "kind.weight";
    private static final String HEAD_BIAS = "kind.bias";
    private static final String MEAN = "embedding.mean";
    private static final String WHITENING = "embedding.whitening";

    private final InputCheckReport report;
    private final KindHead head;
    private final EmbeddingDistance distance;

    public InputCheck(InputCheckReport report, KindHead head, EmbeddingDistance distance) {
        this.report = report;
        this.head = head;
        this.distance = distance;
    }

    /** @throws InputCheckUnreadableException whatever is wrong with the bytes */
    public static InputCheck read(byte[] report, byte[] tensors) {
        try {
            var read = Safetensors.read(tensors, TENSORS);
            if (!read.tensors().keySet().equals(Set.of(HEAD_WEIGHTS, HEAD_BIAS, MEAN, WHITENING))) {
                throw new InputCheckUnreadableException(
                        "%s holds the tensors %s"
                                .formatted(TENSORS, read.tensors().keySet()),
                        null);
            }
            return new InputCheck(
                    StrictJson.read(report, InputCheckReport.class),
                    KindHead.of(read.require(HEAD_WEIGHTS), read.require(HEAD_BIAS)),
                    EmbeddingDistance.of(read.require(MEAN), read.require(WHITENING)));
        } catch (JsonDocumentException e) {
            throw new InputCheckUnreadableException(REPORT + " cannot be read: " + e.getMessage(), e);
        } catch (CheckpointUnreadableException | IllegalArgumentException e) {
            throw new InputCheckUnreadableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static InputCheck read(Path folder) {
        try {
            return read(Files.readAllBytes(folder.resolve(REPORT)), Files.readAllBytes(folder.resolve(TENSORS)));
        } catch (IOException e) {
            throw new InputCheckUnreadableException(
                    "cannot read the input check in %s: %s".formatted(folder, DiskTrouble.inWords(e)), e);
        }
    }

    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(TENSORS), tensors());
        Files.write(folder.resolve(REPORT), reportDocument());
    }

    public byte[] reportDocument() {
        return StrictJson.write(report);
    }

    public byte[] tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(HEAD_WEIGHTS, head.weights());
        tensors.put(HEAD_BIAS, head.bias());
        tensors.put(MEAN, distance.mean());
        tensors.put(WHITENING, distance.whitening());
        return new Safetensors(tensors, Map.of()).bytes();
    }

    public InputCheckReport report() {
        return report;
    }

    /** D of the embeddings that it measures. */
    public int embeddingLength() {
        return distance.length();
    }

    public KindVerdict kind(PreparedFilm film) {
        return kind(Thumbnail.of(film));
    }

    public KindVerdict kind(Thumbnail film) {
        return KindVerdict.of(head.probabilities(ShapeFeatures.of(film)), report.frontalAtLeast());
    }

    /** @param embedding what the network made of the film, float32 [D] */
    public double distance(float[] embedding) {
        return distance.of(embedding);
    }

    public boolean isUnusual(double distance) {
        return distance > report.mostUnusual();
    }
}
