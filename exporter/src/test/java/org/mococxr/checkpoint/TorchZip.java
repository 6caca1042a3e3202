package org.mococxr.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what {@code torch.save} writes for a dictionary of 32-bit tensors: the same pickle steps, the same entries. */
public final class TorchZip {
    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> storages = new LinkedHashMap<>();
    private int remembered;

    private TorchZip() {}

    /** A bare state, as {@code torch.save(model.state_dict(), file)} leaves it. */
    public static void write(Path file, Map<String, Tensor> tensors) {
        var torch = new TorchZip();
        torch.bytes(0x80, 2);
        torch.state(tensors);
        torch.bytes('.');
        torch.zip(file, ZipEntry.STORED);
    }

    /** A training checkpoint as MoCo's program leaves it: epoch, arch, state_dict, optimizer. */
    public static void writeTrainingCheckpoint(Path file, Map<String, Tensor> tensors) {
        var torch = new TorchZip();
        torch.bytes(0x80, 2, '}', 'q', 200, '(');
        torch.text("epoch");
        torch.bytes('K', 20);
        torch.text("arch");
        torch.text("resnet18");
        torch.text("state_dict");
        torch.state(tensors);
        torch.text("optimizer");
        torch.bytes('}', '(');
        torch.text("lr");
        torch.bytes('G', 0x3f, 0x9e, 0xb8, 0x51, 0xeb, 0x85, 0x1e, 0xb8); // 0.03
        torch.text("nesterov");
        torch.bytes(0x89);
        torch.text("steps");
        torch.bytes(']', '(', 'K', 1, 'M', 2, 1, 'e');
        torch.bytes('u', 'u', '.');
        torch.zip(file, ZipEntry.STORED);
    }

    /** Any pickle, in the zip that goes around it. */
    static void writePickle(Path file, byte[] pickle, int method) {
        var torch = new TorchZip();
        torch.pickle.writeBytes(pickle);
        torch.zip(file, method);
    }

    /** A changed pickle beside the values that {@link #write} would store. */
    static void writeWithValues(Path file, byte[] pickle, Map<String, Tensor> tensors) {
        var torch = new TorchZip();
        torch.state(tensors);
        torch.pickle.reset();
        torch.pickle.writeBytes(pickle);
        torch.zip(file, ZipEntry.STORED);
    }

    /** The pickle of a state, to change. */
    static byte[] pickleOf(Map<String, Tensor> tensors) {
        var torch = new TorchZip();
        torch.bytes(0x80, 2);
        torch.state(tensors);
        torch.bytes('.');
        return torch.pickle.toByteArray();
    }

    private void state(Map<String, Tensor> tensors) {
        line("ccollections", "OrderedDict");
        remember();
        bytes(')', 'R');
        remember();
        bytes('(');
        tensors.forEach((name, tensor) -> {
            text(name);
            tensor(tensor);
        });
        bytes('u', '}', '(');
        text("_metadata");
        bytes('N', 'u', 'b');
    }

    private void tensor(Tensor tensor) {
        String key = Integer.toString(storages.size());
        var raw = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(tensor.values());
        storages.put(key, raw.array());
        line("ctorch._utils", "_rebuild_tensor_v2");
        bytes('(', '(');
        text("storage");
        line("ctorch", "FloatStorage");
        text(key);
        text("cpu");
        integer(tensor.size());
        bytes('t', 'Q', 'K', 0, '(');
        tensor.shape().forEach(this::integer);
        bytes('t', '(');
        long stride = tensor.size();
        for (long dimension : tensor.shape()) {
            stride /= dimension;
            integer(stride);
        }
        bytes('t', 0x89);
        line("ccollections", "OrderedDict");
        bytes(')', 'R', 't', 'R');
        remember();
    }

    private void remember() {
        bytes('r', remembered & 0xff, remembered >> 8, 0, 0);
        remembered++;
    }

    private void integer(long value) {
        var four = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value);
        bytes('J');
        pickle.writeBytes(four.array());
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        var length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length);
        bytes('X');
        pickle.writeBytes(length.array());
        pickle.writeBytes(utf8);
    }

    private void line(String... words) {
        for (String word : words) {
            pickle.writeBytes((word + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void bytes(int... values) {
        for (int value : values) {
            pickle.write(value);
        }
    }

    private void zip(Path file, int method) {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, method, "weights/data.pkl", pickle.toByteArray());
            entry(zip, method, "weights/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            for (var storage : storages.entrySet()) {
                entry(zip, method, "weights/data/" + storage.getKey(), storage.getValue());
            }
            entry(zip, method, "weights/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void entry(ZipOutputStream zip, int method, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            var crc = new CRC32();
            crc.update(content);
            entry.setSize(content.length);
            entry.setCompressedSize(content.length);
            entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
