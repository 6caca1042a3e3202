package org.mococxr.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of torch, without torch: {@link TorchZip} writes what {@code torch.save} writes. TorchFileOracleTest asks torch itself. */
class WeightsFileTest {
    private static final Map<String, Tensor> TENSORS = tensors();

    @TempDir
    Path folder;

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("conv1.weight", Tensor.of(new float[] {1, -2.5f, Float.MIN_VALUE, 4, 5, 6}, 2, 3));
        tensors.put("bn1.num_batches_tracked", Tensor.of(new float[] {7}));
        return tensors;
    }

    @Test
    void readsTheZipOfTorchAndSafetensorsAlike() throws IOException {
        Path torch = folder.resolve("w.pth");
        Path safe = folder.resolve("w.safetensors");

        TorchZip.write(torch, TENSORS);
        new Safetensors(TENSORS, Map.of()).write(safe);

        same(WeightsFile.read(torch).tensors(), TENSORS);
        same(WeightsFile.read(safe).tensors(), TENSORS);
    }

    @Test
    void findsTheStateBesideEpochAndOptimiser() {
        Path file = folder.resolve("checkpoint_0020.pth.tar");

        TorchZip.writeTrainingCheckpoint(file, TENSORS);

        same(WeightsFile.read(file).tensors(), TENSORS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"os.system", "builtins.eval", "numpy.core.multiarray.scalar", "torch.load", "argparse.Namespace"
            })
    void refusesEveryOtherNameThatAPickleCallsFor(String name) {
        Path file = folder.resolve("hostile.pth");
        int dot = name.lastIndexOf('.');
        byte[] hostile = ("\u0080\u0002c" + name.substring(0, dot) + "\n" + name.substring(dot + 1)
                        + "\nX\u0004\0\0\0true\u0085R.")
                .getBytes(StandardCharsets.ISO_8859_1);

        TorchZip.writePickle(file, hostile, ZipEntry.STORED);

        assertThatThrownBy(() -> WeightsFile.read(file))
                .isInstanceOf(CheckpointUnreadableException.class)
                .hasMessageContaining("it calls for " + name + ", and only tensors are read")
                .hasMessageContaining("torch.save(model.state_dict(), file)");
    }

    @Test
    void refusesANamePutTogetherOnTheStack() {
        Path file = folder.resolve("hostile.pth");
        byte[] hostile = "\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0002id\u0085R."
                .getBytes(StandardCharsets.ISO_8859_1);

        TorchZip.writePickle(file, hostile, ZipEntry.STORED);

        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("it calls for posix.system");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FloatStorage|DoubleStorage|have 24 bytes, 6 of F64 are announced",
                "FloatStorage|ComplexStorag|it holds values of the type torch.ComplexStorag",
                "_rebuild_tensor_v2|_rebuild_tensor_v9|it calls for torch._utils._rebuild_tensor_v9"
            })
    void refusesWhatDoesNotDescribeAPlainTensor(String from, String to, String words) {
        Path file = folder.resolve("other.pth");
        byte[] whole = TorchZip.pickleOf(TENSORS);
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(from);
        byte[] changed =
                (text.substring(0, at) + to + text.substring(at + from.length())).getBytes(StandardCharsets.ISO_8859_1);

        write(file, changed);

        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining(words);
    }

    private void write(Path file, byte[] pickle) {
        TorchZip.writeWithValues(file, pickle, TENSORS);
    }

    @Test
    void refusesAShapeThatReachesBeyondItsValues() {
        Path file = folder.resolve("long.pth");
        byte[] pickle = TorchZip.pickleOf(TENSORS);
        int shape = indexOf(pickle, new byte[] {'J', 2, 0, 0, 0, 'J', 3, 0, 0, 0, 't'});
        pickle[shape + 1] = 3;

        write(file, pickle);

        assertThatThrownBy(() -> WeightsFile.read(file))
                .hasMessageContaining("conv1.weight [3, 3] reaches beyond its 6 stored values");
    }

    @Test
    void readsATransposedView() {
        Path file = folder.resolve("view.pth");
        byte[] pickle = TorchZip.pickleOf(TENSORS);
        int shape = indexOf(pickle, new byte[] {'J', 2, 0, 0, 0, 'J', 3, 0, 0, 0, 't'});
        pickle[shape + 1] = 3;
        pickle[shape + 6] = 2;
        int strides = shape + 12;
        pickle[strides + 1] = 1;
        pickle[strides + 6] = 3;

        write(file, pickle);

        Tensor read = tensor(WeightsFile.read(file).tensors(), "conv1.weight");
        assertThat(read.shape()).containsExactly(3L, 2L);
        assertThat(read.values()).containsExactly(1, 4, -2.5f, 5, Float.MIN_VALUE, 6);
    }

    @Test
    void refusesCompressedEntriesSoThatNothingUnfolds() {
        Path file = folder.resolve("bomb.pth");

        TorchZip.writePickle(file, new byte[1 << 20], ZipEntry.DEFLATED);

        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("is compressed; torch stores");
    }

    @Test
    void refusesTheFormBeforeTorch16ByName() throws IOException {
        Path file =
                Files.write(folder.resolve("old.pth"), new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc});

        assertThatThrownBy(() -> WeightsFile.read(file))
                .hasMessageContaining("the form that torch wrote before version 1.6")
                .hasMessageContaining("weights_only=True");
    }

    @Test
    void damageIsRefusedInWordsAndNeverCrashes() throws IOException {
        Path whole = folder.resolve("whole.pth");
        TorchZip.writeTrainingCheckpoint(whole, TENSORS);
        byte[] bytes = Files.readAllBytes(whole);
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 1_000; round++) {
            byte[] damaged = round % 4 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
            for (int hit = 0; hit < 1 + round % 3 && damaged.length > 0; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.pth"), damaged);
            try {
                WeightsFile.read(file);
            } catch (CheckpointUnreadableException e) {
                assertThat(e.getMessage()).contains("damaged.pth");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void randomPicklesEndInWords() {
        byte[] pickle = TorchZip.pickleOf(TENSORS);
        var random = new Random(6);
        int refused = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = pickle.clone();
            for (int hit = 0; hit < 1 + round % 4; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                TorchPickle.read(damaged);
            } catch (TorchPickle.RefusedException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 4_999);
    }

    static void same(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, tensor) -> {
            assertThat(tensor(actual, name).shape()).as(name).isEqualTo(tensor.shape());
            assertThat(tensor(actual, name).values()).as(name).isEqualTo(tensor.values());
        });
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
        assertThat(at).isNotNegative();
        return at;
    }
}
