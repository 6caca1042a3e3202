package org.mococxr.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file that {@code torch.save} wrote: a zip of stored entries, a pickle that describes the tensors and one entry of raw
 * values for each storage. No Python runs: see {@link TorchPickle}.
 */
final class TorchFile {
    private static final String PICKLE = "/data.pkl";
    private static final int MOST_ENTRIES = 50_000;
    private static final int MOST_PICKLE_BYTES = 64 << 20;
    /** Where training programs put the weights beside epoch and optimiser. */
    private static final List<String> STATES = List.of("state_dict", "model_state", "model_state_dict", "model", "net");

    private final Path file;
    private final ZipFile zip;
    private final String root;
    private final Map<TorchPickle.Storage, float[]> read = new HashMap<>();

    private TorchFile(Path file, ZipFile zip, String root) {
        this.file = file;
        this.zip = zip;
        this.root = root;
    }

    /** @throws CheckpointUnreadableException in words, if it is no such file or holds more than tensors */
    static Map<String, Tensor> tensors(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            String pickle = pickleEntry(file, zip);
            return new TorchFile(file, zip, pickle.substring(0, pickle.length() - PICKLE.length())).tensors();
        } catch (ZipException e) {
            throw unreadable(file, "it is a damaged zip (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        } catch (TorchPickle.RefusedException e) {
            throw unreadable(
                    file,
                    e.getMessage()
                            + ". Where the file is trusted, save its tensors alone: torch.save(model.state_dict(), file)",
                    e);
        }
    }

    private static String pickleEntry(Path file, ZipFile zip) {
        if (zip.size() > MOST_ENTRIES) {
            throw unreadable(file, "its zip has " + zip.size() + " entries, at most " + MOST_ENTRIES, null);
        }
        Set<String> names = new HashSet<>();
        zip.stream().forEach(entry -> {
            if (!names.add(entry.getName())) {
                throw unreadable(file, "its zip holds " + entry.getName() + " twice", null);
            }
            if (entry.getMethod() != ZipEntry.STORED) {
                throw unreadable(file, "its zip entry " + entry.getName() + " is compressed; torch stores", null);
            }
        });
        if (names.stream().anyMatch(name -> name.endsWith("/constants.pkl"))) {
            throw unreadable(
                    file, "it holds a TorchScript program, not weights; save the state_dict() of the model", null);
        }
        List<String> pickles =
                names.stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw unreadable(
                    file, "it is a zip, but holds " + pickles.size() + " entries */data.pkl, expected 1", null);
        }
        return pickles.get(0);
    }

    private Map<String, Tensor> tensors() throws IOException, TorchPickle.RefusedException {
        ZipEntry order = zip.getEntry(root + "/byteorder");
        if (order != null && !new String(bytes(order, 64), StandardCharsets.US_ASCII).equals("little")) {
            throw unreadable(file, "its values are not little-endian", null);
        }
        ZipEntry pickle = zip.getEntry(root + PICKLE);
        Map<?, ?> state = state(TorchPickle.read(bytes(pickle, MOST_PICKLE_BYTES)));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long values = 0;
        for (Map.Entry<?, ?> entry : state.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!(entry.getValue() instanceof TorchPickle.TensorView view)) {
                throw unreadable(file, name + " among its tensors is none", null);
            }
            Tensor tensor = tensor(name, view);
            values += tensor.size();
            if (values > Files.size(file)) {
                throw unreadable(file, "its tensors hold more values than the file has bytes", null);
            }
            tensors.put(name, tensor);
        }
        return tensors;
    }

    /** The dictionary of tensors: the whole file, or one of the usual entries of a training checkpoint. */
    private Map<?, ?> state(Object content) {
        if (content instanceof Map<?, ?> map) {
            if (holdsTensors(map)) {
                return map;
            }
            Optional<Map<?, ?>> inside = STATES.stream()
                    .map(map::get)
                    .filter(value -> value instanceof Map<?, ?> found && holdsTensors(found))
                    .<Map<?, ?>>map(value -> (Map<?, ?>) value)
                    .findFirst();
            if (inside.isPresent()) {
                return inside.get();
            }
            throw unreadable(file, "it holds " + map.keySet() + " and no tensors under any of " + STATES, null);
        }
        throw unreadable(file, "it holds no dictionary of tensors", null);
    }

    private static boolean holdsTensors(Map<?, ?> map) {
        return map.values().stream().anyMatch(value -> value instanceof TorchPickle.TensorView);
    }

    private Tensor tensor(String name, TorchPickle.TensorView view) throws IOException {
        float[] from = values(name, view.storage());
        int rank = view.shape().size();
        if (view.strides().size() != rank) {
            throw unreadable(file, "the tensor " + name + " has other strides than dimensions", null);
        }
        long size = 1;
        long last = view.offset();
        for (int d = 0; d < rank; d++) {
            long dimension = view.shape().get(d);
            long stride = view.strides().get(d);
            if (dimension < 0 || dimension > Integer.MAX_VALUE || stride < 0 || stride > Integer.MAX_VALUE) {
                throw unreadable(file, "the tensor " + name + " has the shape " + view.shape(), null);
            }
            size = Math.min(size * dimension, 1L << 32);
            last = Math.min(last + Math.max(0, dimension - 1) * stride, 1L << 40);
        }
        if (view.offset() < 0 || size > from.length || size > 0 && last >= from.length) {
            throw unreadable(
                    file,
                    "the tensor %s %s reaches beyond its %d stored values".formatted(name, view.shape(), from.length),
                    null);
        }
        float[] values = new float[(int) size];
        for (int i = 0; i < values.length; i++) {
            long at = view.offset();
            int rest = i;
            for (int d = rank - 1; d >= 0; d--) {
                int dimension = Math.toIntExact(view.shape().get(d));
                at += rest % dimension * view.strides().get(d);
                rest /= dimension;
            }
            values[i] = from[(int) at];
        }
        return Tensor.of(view.shape(), values);
    }

    private float[] values(String name, TorchPickle.Storage storage) throws IOException {
        float[] known = read.get(storage);
        if (known != null) {
            return known;
        }
        ZipEntry entry = zip.getEntry(root + "/data/" + storage.key());
        if (entry == null) {
            throw unreadable(file, "the values of " + name + " are missing", null);
        }
        TensorType type = TensorType.ofTorchStorage(storage.type());
        if (entry.getSize() != storage.values() * type.bytes()) {
            throw unreadable(
                    file,
                    "the values of %s have %d bytes, %d of %s are announced"
                            .formatted(name, entry.getSize(), storage.values(), type),
                    null);
        }
        ByteBuffer raw = ByteBuffer.wrap(bytes(entry, Integer.MAX_VALUE)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[(int) storage.values()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.next(raw);
        }
        read.put(storage, values);
        return values;
    }

    private byte[] bytes(ZipEntry entry, int most) throws IOException {
        if (entry.getSize() > most || entry.getSize() > Files.size(file)) {
            throw unreadable(file, "its entry %s has %d bytes".formatted(entry.getName(), entry.getSize()), null);
        }
        try (var in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            var crc = new CRC32();
            crc.update(bytes);
            if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
                throw unreadable(file, "its entry " + entry.getName() + " is damaged", null);
            }
            return bytes;
        }
    }

    private static CheckpointUnreadableException unreadable(Path file, String found, @Nullable Throwable cause) {
        return new CheckpointUnreadableException("cannot read the tensors of %s: %s".formatted(file, found), cause);
    }
}
