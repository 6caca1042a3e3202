package org.mococxr.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What PyTorch computed for a few real validation films, so that another engine can be compared without PyTorch.
 *
 * @param input float32 [N,1,S,S], prepared films, 0..1
 * @param logits float32 [N,F]
 * @param probabilities float32 [N,F], sigmoid of the logits, uncalibrated
 * @param embedding float32 [N,D]
 * @param cam float32 [N,F,h,w]
 */
public record ReferenceOutputs(Tensor input, Tensor logits, Tensor probabilities, Tensor embedding, Tensor cam) {
    /** @throws CheckpointUnreadableException naming the tensor that is missing or has another shape than the checkpoint says */
    public static ReferenceOutputs read(Checkpoint checkpoint) {
        Path file = checkpoint.file(Checkpoint.REFERENCE);
        Map<String, Tensor> tensors = Safetensors.read(file).tensors();
        Tensor input = tensors.get("input");
        if (input == null || input.shape().isEmpty() || input.shape().get(0) < 1) {
            throw new CheckpointUnreadableException(
                    "cannot use " + file + ": it holds no reference films (tensor input)");
        }
        long films = input.shape().get(0);
        long side = checkpoint.state().inputSizePixels();
        long findings = checkpoint.state().findings().size();
        long cells = checkpoint.network().featureSide(Math.toIntExact(side));
        return new ReferenceOutputs(
                require(file, tensors, "input", films, 1, side, side),
                require(file, tensors, "logits", films, findings),
                require(file, tensors, "probabilities", films, findings),
                require(file, tensors, "embedding", films, checkpoint.network().featureChannels()),
                require(file, tensors, "cam", films, findings, cells, cells));
    }

    public void write(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("input", input);
        tensors.put("logits", logits);
        tensors.put("probabilities", probabilities);
        tensors.put("embedding", embedding);
        tensors.put("cam", cam);
        new Safetensors(tensors, Map.of()).write(file);
    }

    public int films() {
        return Math.toIntExact(input.shape().get(0));
    }

    private static Tensor require(Path file, Map<String, Tensor> tensors, String name, long... dimensions) {
        List<Long> shape = Arrays.stream(dimensions).boxed().toList();
        Tensor tensor = tensors.get(name);
        if (tensor == null || !tensor.shape().equals(shape)) {
            throw new CheckpointUnreadableException("cannot use " + file + ": the tensor " + name + " is "
                    + (tensor == null ? "missing" : "of the shape " + tensor.shape()) + ", expected " + shape);
        }
        return tensor;
    }
}
