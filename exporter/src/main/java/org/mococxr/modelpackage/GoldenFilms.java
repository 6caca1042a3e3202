package org.mococxr.modelpackage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.film.PreparedFilm;
import org.mococxr.film.Radiograph;
import org.mococxr.inference.Engine;
import org.mococxr.inference.Outputs;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.onnx.WeightStorage;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;

/**
 * Synthetic films that travel with a model as the bytes of a 16-bit PNG, so that the whole way from file to score is checked wherever the
 * model is loaded: reading, grey, preparation, network. No person's film is in a package.
 */
final class GoldenFilms {
    private static final Map<String, GoldenExpectation.Tolerance> TOLERANCES = Map.of(
            "CPU", new GoldenExpectation.Tolerance(1e-4, 1e-3),
            // Other summation orders and fused kernels, TF32 off.
            "CUDA", new GoldenExpectation.Tolerance(1e-3, 1e-2));
    /** Another processor rounds a byte elsewhere now and then. */
    private static final Map<String, GoldenExpectation.Tolerance> INT8_TOLERANCES = Map.of(
            "CPU", new GoldenExpectation.Tolerance(2e-2, 1e-1),
            "CUDA", new GoldenExpectation.Tolerance(2e-2, 1e-1));

    private GoldenFilms() {}

    /** @return PNG bytes by path in the package; sizes and formats differ so that each is resized another way */
    static Map<String, byte[]> draw() {
        Map<String, byte[]> films = new LinkedHashMap<>();
        films.put("golden/1-normal.png", PhantomFilm.png16(PhantomKind.NORMAL, 101, 512));
        films.put("golden/2-effusion.png", PhantomFilm.png16(PhantomKind.EFFUSION, 102, 449));
        films.put("golden/3-tb-like.png", PhantomFilm.png16(PhantomKind.TB_LIKE, 103, 401));
        films.put("golden/4-effusion-and-tb.png", PhantomFilm.png16(PhantomKind.EFFUSION_AND_TB, 104, 557));
        return films;
    }

    static GoldenExpectation expect(Map<String, byte[]> films, int sizePixels, WeightStorage weights, Engine engine) {
        List<GoldenExpectation.GoldenFilm> expected = new ArrayList<>();
        for (Map.Entry<String, byte[]> film : films.entrySet()) {
            Radiograph radiograph = read(film.getValue());
            PreparedFilm prepared = new FilmPreparation(sizePixels).prepare(radiograph);
            Outputs outputs = engine.run(prepared);
            expected.add(new GoldenExpectation.GoldenFilm(
                    film.getKey(),
                    radiograph.rendering().recipe(),
                    digest(prepared),
                    list(outputs.probabilities()),
                    list(outputs.logits()),
                    GoldenExpectation.norm(outputs)));
        }
        return new GoldenExpectation(
                GoldenExpectation.FORMAT, weights == WeightStorage.INT8 ? INT8_TOLERANCES : TOLERANCES, expected);
    }

    static GoldenInput expect(InputCheck check, Map<String, byte[]> films, int sizePixels, Engine engine) {
        List<GoldenInput.Film> expected = new ArrayList<>();
        for (Map.Entry<String, byte[]> film : films.entrySet()) {
            PreparedFilm prepared = new FilmPreparation(sizePixels).prepare(read(film.getValue()));
            expected.add(new GoldenInput.Film(
                    film.getKey(),
                    check.kind(prepared).frontalProbability(),
                    check.distance(engine.run(prepared).embedding())));
        }
        return new GoldenInput(GoldenInput.FORMAT, expected);
    }

    static GoldenResult test(
            GoldenExpectation expectation,
            Optional<CheckedInput> inputCheck,
            Map<String, byte[]> films,
            int sizePixels,
            Engine engine) {
        String provider = engine.provider().effective();
        GoldenExpectation.Tolerance tolerance = expectation.toleranceOf(provider);
        List<String> failures = new ArrayList<>();
        double largest = 0;
        for (GoldenExpectation.GoldenFilm film : expectation.films()) {
            Radiograph radiograph;
            try {
                radiograph = read(films.getOrDefault(film.file(), new byte[0]));
            } catch (FilmUnreadableException e) {
                failures.add(film.file() + " could not be read: " + e.getMessage());
                continue;
            }
            if (!radiograph.rendering().recipe().equals(film.rendering())) {
                failures.add(film.file() + " became grey by "
                        + radiograph.rendering().recipe() + ", expected " + film.rendering());
            }
            PreparedFilm prepared = new FilmPreparation(sizePixels).prepare(radiograph);
            if (!digest(prepared).equals(film.preparedSha256())) {
                failures.add(film.file() + " was prepared to other pixels than at export");
            }
            Outputs outputs = engine.run(prepared);
            for (int finding = 0; finding < outputs.findings(); finding++) {
                float expected = film.probabilities().get(finding);
                largest = Math.max(largest, Math.abs(outputs.probability(finding) - expected));
                compare(
                        film.file() + " probability " + finding,
                        outputs.probability(finding),
                        expected,
                        tolerance.probabilities(),
                        failures);
                float logit = film.logits().get(finding);
                compare(
                        film.file() + " logit " + finding,
                        outputs.logit(finding),
                        logit,
                        tolerance.logits() * Math.max(1, Math.abs(logit)),
                        failures);
            }
            compare(
                    film.file() + " length of the embedding",
                    GoldenExpectation.norm(outputs),
                    film.embeddingNorm(),
                    tolerance.logits() * Math.max(1, film.embeddingNorm()),
                    failures);
            inputCheck.ifPresent(input -> compare(film.file(), input, prepared, outputs, tolerance, failures));
        }
        return new GoldenResult(provider, expectation.films().size(), largest, failures);
    }

    private static void compare(
            String file,
            CheckedInput input,
            PreparedFilm prepared,
            Outputs outputs,
            GoldenExpectation.Tolerance tolerance,
            List<String> failures) {
        GoldenInput.Film expected = input.expected().films().stream()
                .filter(film -> film.file().equals(file))
                .findFirst()
                .orElseThrow();
        compare(
                file + " probability of a frontal film",
                input.check().kind(prepared).frontalProbability(),
                expected.frontalProbability(),
                tolerance.probabilities(),
                failures);
        compare(
                file + " distance of the embedding",
                input.check().distance(outputs.embedding()),
                expected.distance(),
                tolerance.logits() * Math.max(1, expected.distance()),
                failures);
    }

    private static Radiograph read(byte[] png) {
        return FilmReader.read(png).radiograph();
    }

    private static void compare(String what, double found, double expected, double most, List<String> failures) {
        if (!(Math.abs(found - expected) <= most)) {
            failures.add(what + " is " + found + ", expected " + expected + " within " + most);
        }
    }

    private static String digest(PreparedFilm film) {
        float[] values = film.values();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Sha256.of(bytes.array());
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
