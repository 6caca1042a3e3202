package org.mococxr.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBackInOrder() throws IOException {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("b", Tensor.of(new float[] {1, -2.5f, Float.MIN_VALUE, 4, 5, 6}, 2, 3));
        tensors.put("a", Tensor.of(new float[] {7}, 1));
        var file = folder.resolve("w.safetensors");

        new Safetensors(tensors, Map.of("epoch", "3")).write(file);
        var read = Safetensors.read(file);

        assertThat(read.tensors().keySet()).containsExactly("b", "a");
        assertThat(read.tensors().get("b").shape()).containsExactly(2L, 3L);
        assertThat(read.tensors().get("b").values()).containsExactly(1, -2.5f, Float.MIN_VALUE, 4, 5, 6);
        assertThat(read.metadata()).containsExactlyEntriesOf(Map.of("epoch", "3"));
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void readsAFileLaidOutByHand() throws IOException {
        var header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[4,6]},"
                + "\"i\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[6,14]}}";
        var file =
                write(header, new byte[] {0x00, 0x3c, 0x01, (byte) 0x80, (byte) 0xc0, 0x3f, 42, 0, 0, 0, 0, 0, 0, 0});

        var tensors = Safetensors.read(file).tensors();

        assertThat(tensors.get("h").values()).containsExactly(1f, -0x1p-24f);
        assertThat(tensors.get("b").values()).containsExactly(1.5f);
        assertThat(tensors.get("i").values()).containsExactly(42f);
        assertThat(tensors.get("i").shape()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'x':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | does not fit",
                "{'x':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | does not fit",
                "{'x':{'dtype':'F32','shape':[-3],'data_offsets':[0,8]}} | shape",
                "{'x':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}} | type C64",
                "{'x':{'dtype':'F32','shape':[2000000,2000000],'data_offsets':[0,8]}} | shape"
            })
    void refusesDescriptionsThatDoNotFit(String header, String words) throws IOException {
        var file = write(header.replace('\'', '"'), new byte[8]);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointUnreadableException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("x");
    }

    @Test
    void damageIsRefusedInWordsAndNeverCrashes() throws IOException {
        var whole = folder.resolve("whole.safetensors");
        new Safetensors(Map.of("a", Tensor.of(new float[20], 4, 5)), Map.of("k", "v")).write(whole);
        var bytes = Files.readAllBytes(whole);
        var random = new Random(11);
        for (var round = 0; round < 300; round++) {
            var damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (var hit = 0; hit < 3 && damaged.length > 0; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            var file = Files.write(folder.resolve("damaged.safetensors"), damaged);
            try {
                assertThat(Safetensors.read(file).tensors().size()).isLessThanOrEqualTo(1);
            } catch (CheckpointUnreadableException e) {
                assertThat(e.getMessage()).contains("damaged.safetensors");
            }
        }
    }

    private Path write(String header, byte[] data) throws IOException {
        var text = header.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data);
        return Files.write(folder.resolve("hand.safetensors"), bytes.array());
    }
}
