package org.mococxr.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file: 8-byte little-endian header length, JSON header, raw tensors.
 *
 * @param tensors by name, in the order of the file
 * @param metadata free text by key
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_HEADER_BYTES = 64L << 20;
    private static final String METADATA = "__metadata__";

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** @throws CheckpointUnreadableException naming the tensor, if there is none of that name */
    public Tensor require(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new CheckpointUnreadableException(
                    "there is no tensor %s among the %d".formatted(name, tensors.size()));
        }
        return tensor;
    }

    /** @throws CheckpointUnreadableException in words, if the file is no safetensors file or holds types unknown to us */
    public static Safetensors read(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var map = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
            if (channel.size() > Integer.MAX_VALUE) {
                throw unreadable(file, "it is larger than 2 GiB", null);
            }
            return parse(file, map.order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw unreadable(file, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /** @param name for messages */
    public static Safetensors read(byte[] bytes, String name) {
        try {
            return parse(Path.of(name), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        } catch (JsonProcessingException e) {
            throw unreadable(Path.of(name), e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static Safetensors parse(Path file, ByteBuffer bytes) throws JsonProcessingException {
        if (bytes.remaining() < Long.BYTES) {
            throw unreadable(file, "it has only %d bytes".formatted(bytes.remaining()), null);
        }
        var headerBytes = bytes.getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, bytes.remaining())) {
            throw unreadable(file, "its header claims %d bytes".formatted(headerBytes), null);
        }
        var header = new byte[(int) headerBytes];
        bytes.get(header);
        var data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        var tensors = new LinkedHashMap<String, Tensor>();
        var metadata = new LinkedHashMap<String, String>();
        for (var entry :
                JSON.readTree(new String(header, StandardCharsets.UTF_8)).properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), data));
            }
        }
        return new Safetensors(tensors, metadata);
    }

    private static Tensor tensor(Path file, String name, JsonNode description, ByteBuffer data) {
        var type = description.path("dtype").asText();
        var shape = description.path("shape");
        var offsets = description.path("data_offsets");
        var dimensions = new Long[shape.size()];
        var size = 1L;
        for (var i = 0; i < dimensions.length; i++) {
            dimensions[i] = shape.path(i).asLong(-1);
            if (dimensions[i] < 0 || dimensions[i] > Integer.MAX_VALUE || size * dimensions[i] > Integer.MAX_VALUE) {
                throw unreadable(file, "tensor %s has shape %s".formatted(name, shape), null);
            }
            size *= dimensions[i];
        }
        var from = offsets.path(0).asLong(-1);
        var to = offsets.path(1).asLong(-1);
        var stored = TensorType.named(type)
                .orElseThrow(() -> unreadable(
                        file,
                        "tensor %s has type %s; read are %s"
                                .formatted(name, type, Arrays.toString(TensorType.values())),
                        null));
        if (from < 0 || to > data.capacity() || to - from != size * stored.bytes()) {
            throw unreadable(
                    file,
                    "tensor %s %s %s does not fit its bytes %d to %d of %d"
                            .formatted(name, type, shape, from, to, data.capacity()),
                    null);
        }
        var raw = data.slice((int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        var values = new float[(int) size];
        for (var i = 0; i < values.length; i++) {
            values[i] = stored.next(raw);
        }
        if (stored.whole() && !TensorType.exact(values)) {
            throw unreadable(file, "tensor %s holds integers beyond what is read".formatted(name), null);
        }
        return Tensor.of(Arrays.asList(dimensions), values);
    }

    /** Writes {@link #bytes} to a temporary file beside {@code file}, flushes it to disk and renames it into place. */
    public void write(Path file) throws IOException {
        var target = file.toAbsolutePath();
        var temporary = target.resolveSibling(target.getFileName() + ".tmp");
        try (var channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(header()));
            for (var tensor : tensors.values()) {
                writeFully(channel, raw(tensor));
            }
            channel.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file: 32-bit floats, the same content always the same bytes. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(header());
        tensors.values().forEach(tensor -> out.writeBytes(raw(tensor).array()));
        return out.toByteArray();
    }

    /** Length and text, padded to eight bytes. */
    private byte[] header() {
        var header = JSON.createObjectNode();
        var names = header.putObject(METADATA);
        metadata.forEach(names::put);
        var offset = 0L;
        for (var entry : tensors.entrySet()) {
            var description = header.putObject(entry.getKey());
            description.put("dtype", "F32");
            var shape = description.putArray("shape");
            entry.getValue().shape().forEach(shape::add);
            var end = offset + (long) entry.getValue().size() * Float.BYTES;
            description.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        var text = header.toString().getBytes(StandardCharsets.UTF_8);
        var paddedBytes = (text.length + 7) / 8 * 8;
        var bytes = ByteBuffer.allocate(Long.BYTES + paddedBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(paddedBytes).put(text);
        Arrays.fill(bytes.array(), Long.BYTES + text.length, bytes.capacity(), (byte) ' ');
        return bytes.array();
    }

    private static ByteBuffer raw(Tensor tensor) {
        var raw = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < tensor.size(); i++) {
            raw.putFloat(tensor.value(i));
        }
        return raw.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static CheckpointUnreadableException unreadable(Path file, String found, @Nullable Throwable cause) {
        return new CheckpointUnreadableException("cannot read the tensors of %s: %s".formatted(file, found), cause);
    }
}
