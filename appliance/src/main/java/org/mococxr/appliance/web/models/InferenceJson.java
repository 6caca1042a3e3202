package org.mococxr.appliance.web.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.BadRequestResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.Outputs;
import org.mococxr.onnx.OnnxWriter;

/** The messages of the Open Inference Protocol, version 2: tensors as flat JSON lists, row-major. */
final class InferenceJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FP32 = "FP32";
    private static final int MOST_FILMS = 8;

    private InferenceJson() {}

    /** @param films prepared, float32 [1,1,S,S] each */
    record Request(Optional<String> id, List<PreparedFilm> films) {}

    static Map<String, Object> metadata(ModelFacts model) {
        var size = model.inputSizePixels();
        var findings = model.rules().size();
        var json = new LinkedHashMap<String, Object>();
        json.put("name", model.name().name());
        json.put("versions", List.of(model.release()));
        json.put("platform", "onnxruntime_onnx");
        json.put("inputs", List.of(tensor(OnnxWriter.INPUT, -1, 1, size, size)));
        json.put(
                "outputs",
                List.of(
                        tensor(OnnxWriter.PROBABILITIES, -1, findings),
                        tensor(OnnxWriter.LOGITS, -1, findings),
                        tensor(OnnxWriter.EMBEDDING, -1, -1)));
        return json;
    }

    private static Map<String, Object> tensor(String name, int... shape) {
        return Map.of("name", name, "datatype", FP32, "shape", shape);
    }

    /** @param sizePixels side S of the films that the model takes */
    static Request read(byte[] body, int sizePixels) {
        JsonNode request;
        try {
            request = JSON.readTree(body);
        } catch (IOException e) {
            throw new BadRequestResponse("The request is not JSON.");
        }
        var input = request.path("inputs").path(0);
        if (request.path("inputs").size() != 1
                || !input.path("name").asText().equals(OnnxWriter.INPUT)
                || !input.path("datatype").asText().equals(FP32)) {
            throw new BadRequestResponse("Expected one input, %s, of datatype %s.".formatted(OnnxWriter.INPUT, FP32));
        }
        var films = films(input.path("shape"), sizePixels);
        var id = request.path("id").isTextual() ? Optional.of(request.path("id").asText()) : Optional.<String>empty();
        return new Request(id, read(input.path("data"), films, sizePixels));
    }

    private static int films(JsonNode shape, int size) {
        var films = shape.path(0).asInt();
        if (shape.size() != 4
                || films < 1
                || films > MOST_FILMS
                || shape.path(1).asInt() != 1
                || shape.path(2).asInt() != size
                || shape.path(3).asInt() != size) {
            throw new BadRequestResponse("The shape is %s; expected [N, 1, %d, %d] with N from 1 to %d."
                    .formatted(shape, size, size, MOST_FILMS));
        }
        return films;
    }

    private static List<PreparedFilm> read(JsonNode data, int films, int size) {
        if (data.size() != films * size * size) {
            throw new BadRequestResponse("The input has %d values, its shape asks for %d; expected one flat list."
                    .formatted(data.size(), films * size * size));
        }
        var prepared = new ArrayList<PreparedFilm>();
        var values = data.elements();
        for (var film = 0; film < films; film++) {
            var pixels = new float[size * size]; // one film [S,S]
            for (var i = 0; i < pixels.length; i++) {
                pixels[i] = grey(values.next());
            }
            prepared.add(PreparedFilm.of(pixels, Placement.of(size, size, size)));
        }
        return prepared;
    }

    private static float grey(JsonNode value) {
        var grey = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(grey >= 0 && grey <= 1)) {
            throw new BadRequestResponse("A prepared film has numbers from 0 to 1, found %s.".formatted(value));
        }
        return (float) grey;
    }

    static List<Map<String, Object>> outputs(List<Outputs> films) {
        return List.of(
                output(OnnxWriter.PROBABILITIES, films, Outputs::probabilities),
                output(OnnxWriter.LOGITS, films, Outputs::logits),
                output(OnnxWriter.EMBEDDING, films, Outputs::embedding));
    }

    private static Map<String, Object> output(String name, List<Outputs> films, Function<Outputs, float[]> values) {
        var data = new ArrayList<Float>();
        for (var film : films) {
            for (var value : values.apply(film)) {
                data.add(value);
            }
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        json.put("datatype", FP32);
        json.put("shape", List.of(films.size(), data.size() / films.size()));
        json.put("data", data);
        return json;
    }
}
