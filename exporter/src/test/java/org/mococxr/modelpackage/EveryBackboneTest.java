package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.FilmFacts;
import org.mococxr.evaluation.Prediction;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.network.Networks;
import org.mococxr.onnx.WeightStorage;

/** From random weights of each backbone to a package of each kind that reads back and passes its golden test. */
class EveryBackboneTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2"})
    void becomesAPackageInEveryStorage(String network) throws IOException {
        CheckpointState state = RandomCheckpoints.state(network, CheckpointKind.FINETUNE);
        Map<String, Tensor> weights = RandomCheckpoints.weights(Networks.require(network), CheckpointKind.FINETUNE, 9);
        Path at = folder.resolve("checkpoint");
        ExportFixture.write(
                at,
                state,
                weights,
                ExportFixture.reference(state, weights),
                ExportFixture.predictions().stream().filter(p -> number(p) < 60).toList());
        Checkpoint checkpoint = Checkpoint.read(at);
        SigningKey.generate(folder, "lab");
        SigningKey key = SigningKey.read(folder.resolve("lab.private.pem"));

        for (WeightStorage storage : WeightStorage.values()) {
            ExportedModel exported = ModelExport.export(
                    checkpoint, ExportFixture.settings(storage, true), key, Optional.of(new Noise()));
            ModelPackage read = ModelPackage.read(exported.bytes(), key.trustingItself());

            assertThat(read.manifest().network()).isEqualTo(network);
            assertThat(read.manifest().weights()).isEqualTo(storage);
            assertThat(read.manifest().parity().fp32().probabilities())
                    .as(network + " against plain loops")
                    .isLessThan(1e-5);
            try (var engine = read.open(new EngineSettings(ProviderChoice.CPU, 1, 1))) {
                assertThat(read.goldenTest(engine).passed()).isTrue();
            }
        }
    }

    private static int number(Prediction prediction) {
        return Integer.parseInt(prediction.file().replaceAll("\\D", ""));
    }

    /** Films of noise: what is asked is whether every step works, not what it finds. */
    private static final class Noise implements CheckpointFilms {
        @Override
        public List<PreparedFilm> calibration() {
            return IntStream.range(1_000, 1_004).mapToObj(Noise::film).toList();
        }

        @Override
        public PreparedFilm validation(Prediction of) {
            return film(number(of));
        }

        @Override
        public FilmFacts facts(Prediction of) {
            return new FilmFacts("F", OptionalInt.empty(), "PA");
        }

        private static PreparedFilm film(int seed) {
            var random = new Random(seed);
            var grey = new float[RandomCheckpoints.SIZE * RandomCheckpoints.SIZE];
            for (int i = 0; i < grey.length; i++) {
                grey[i] = random.nextFloat();
            }
            return PreparedFilm.of(
                    grey, Placement.of(RandomCheckpoints.SIZE, RandomCheckpoints.SIZE, RandomCheckpoints.SIZE));
        }
    }
}
