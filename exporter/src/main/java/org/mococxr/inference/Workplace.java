package org.mococxr.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mococxr.film.PreparedFilm;
import org.mococxr.onnx.OnnxGraph;
import org.mococxr.onnx.OnnxWriter;

/**
 * Input and output memory of one run at a time; not thread-safe. Direct buffers are made once and the outputs pinned to them: a tensor
 * made over a heap array copies it to native memory that only the garbage collector frees (57 MB per 100 films, measured).
 */
final class Workplace implements AutoCloseable {
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final int camSide;

    private Workplace(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs, int camSide) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.camSide = camSide;
    }

    static Workplace open(OrtEnvironment environment, OnnxGraph graph) throws OrtException {
        int size = graph.inputSizePixels();
        int findings = graph.findings();
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        var workplace = new Workplace(inputs, outputs, graph.camSide());
        try {
            inputs.put(OnnxWriter.INPUT, tensor(environment, 1, 1, size, size));
            outputs.put(OnnxWriter.PROBABILITIES, tensor(environment, 1, findings));
            outputs.put(OnnxWriter.LOGITS, tensor(environment, 1, findings));
            outputs.put(OnnxWriter.EMBEDDING, tensor(environment, 1, graph.embeddingLength()));
            outputs.put(OnnxWriter.CAM, tensor(environment, 1, findings, graph.camSide(), graph.camSide()));
            return workplace;
        } catch (OrtException e) {
            workplace.close();
            throw e;
        }
    }

    /** A run that nobody watches. */
    Outputs run(OrtSession session, PreparedFilm film) throws OrtException {
        try (var options = new OrtSession.RunOptions()) {
            return run(session, film, options);
        }
    }

    Outputs run(OrtSession session, PreparedFilm film, OrtSession.RunOptions options) throws OrtException {
        film.copyInto(memory(inputs, OnnxWriter.INPUT));
        try (var result = session.run(inputs, Set.of(), outputs, options)) {
            return new Outputs(
                    read(OnnxWriter.PROBABILITIES),
                    read(OnnxWriter.LOGITS),
                    read(OnnxWriter.EMBEDDING),
                    read(OnnxWriter.CAM),
                    camSide);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
    }

    private float[] read(String output) {
        FloatBuffer memory = memory(outputs, output);
        float[] values = new float[memory.remaining()];
        memory.get(values);
        return values;
    }

    /** The tensor's own memory, not the copy that {@link OnnxTensor#getFloatBuffer} makes. */
    private static FloatBuffer memory(Map<String, OnnxTensor> tensors, String name) {
        OnnxTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no tensor is named " + name);
        }
        return tensor.getBufferRef()
                .map(buffer -> ((FloatBuffer) buffer).duplicate().clear())
                .orElseThrow(() -> new IllegalStateException(name + " is not over a buffer of ours"));
    }

    private static OnnxTensor tensor(OrtEnvironment environment, long... shape) throws OrtException {
        long values = 1;
        for (long dimension : shape) {
            values *= dimension;
        }
        FloatBuffer memory = ByteBuffer.allocateDirect(Math.toIntExact(values * Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return OnnxTensor.createTensor(environment, memory, shape);
    }
}
