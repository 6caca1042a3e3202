package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.json.StrictJson;
import org.mococxr.network.Networks;
import org.mococxr.onnx.WeightStorage;

/**
 * Packages changed in every way we could think of. Without the key none may load; with the key, as a lab whose exporter is broken might
 * sign them, each loads or is refused by the one exception. Nothing else may happen: no other exception, no memory beyond the file's.
 */
class MutatedPackagesTest {
    private static final int SOAK_ROUNDS = 10_000;
    private static final int ROUNDS = 500;
    private static final byte[] BOMB = fiftyMegabytesPacked();

    @TempDir
    static Path folder;

    private static SigningKey key;
    private static TrustedKeys trusted;
    private static byte[] whole;
    private static Map<String, byte[]> entries;

    @BeforeAll
    static void exportASmallPackage() throws Exception {
        SigningKey.generate(folder.resolve("keys"), "lab");
        key = SigningKey.read(folder.resolve("keys/lab.private.pem"));
        trusted = TrustedKeys.read(List.of(folder.resolve("keys")));
        CheckpointState state = RandomCheckpoints.state("mobilenet_v2", CheckpointKind.FINETUNE);
        Map<String, Tensor> weights =
                RandomCheckpoints.weights(Networks.require("mobilenet_v2"), CheckpointKind.FINETUNE, 5);
        Path at = folder.resolve("checkpoint");
        ExportFixture.write(at, state, weights, ExportFixture.reference(state, weights), ExportFixture.predictions());
        whole = ModelExport.export(Checkpoint.read(at), ExportFixture.settings(WeightStorage.FP16), key)
                .bytes();
        entries = StoredZip.read(whole);
        assertThat(ModelPackage.read(whole, trusted).verified()).isTrue();
    }

    @Test
    void noneLoadsWithoutTheKey() {
        assertThat(loadedOf(ROUNDS, 1)).isZero();
    }

    @Test
    @Tag("soak")
    void noneOfTenThousandLoadsWithoutTheKey() {
        assertThat(loadedOf(SOAK_ROUNDS, 2)).isZero();
    }

    @Test
    void signedNonsenseIsAPackageOrARefusal() {
        assertThat(signedNonsense(100, 3)).isBetween(40, 100);
    }

    @Test
    @Tag("soak")
    void tenThousandPiecesOfSignedNonsenseAreEachAPackageOrARefusal() {
        assertThat(signedNonsense(SOAK_ROUNDS, 4)).isBetween(5_000, SOAK_ROUNDS);
    }

    /** @return how many of the changed packages were loaded */
    private static int loadedOf(int rounds, long seed) {
        var random = new Random(seed);
        int loaded = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] mutated = mutated(random);
            if (Arrays.equals(mutated, whole)) {
                continue;
            }
            try {
                ModelPackage.read(mutated, trusted);
                loaded++;
            } catch (ModelPackageUnreadableException e) {
                assertThat(e.getMessage()).endsWith("It was not loaded.");
            }
        }
        return loaded;
    }

    private static byte[] mutated(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> flipped(whole, random, 1);
            case 1 -> flipped(whole, random, 1 + random.nextInt(64));
            case 2 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 3 -> Arrays.copyOf(whole, whole.length + 1 + random.nextInt(4096)); // something behind the end
            case 4 -> cut(random);
            case 5 -> repeated(random);
            case 6 -> zeroed(random);
            case 7 -> number(random); // sizes, offsets, counts
            case 8 -> StoredZip.write(otherFile(random));
            case 9 -> StoredZip.write(fewerOrMore(random));
            case 10 -> StoredZip.write(exchanged(random));
            default -> bomb(random);
        };
    }

    private static byte[] flipped(byte[] bytes, Random random, int hits) {
        byte[] copy = bytes.clone();
        for (int hit = 0; hit < hits; hit++) {
            copy[place(copy, random)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    /** Half of the hits where the structure is: near the beginning and the end. */
    private static int place(byte[] bytes, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(Math.min(bytes.length, 20_000));
            case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 1_500));
            default -> random.nextInt(bytes.length);
        };
    }

    private static byte[] cut(Random random) {
        int from = place(whole, random);
        int to = Math.min(whole.length, from + 1 + random.nextInt(10_000));
        byte[] less = Arrays.copyOf(whole, whole.length - (to - from));
        System.arraycopy(whole, to, less, from, whole.length - to);
        return less;
    }

    private static byte[] repeated(Random random) {
        int from = place(whole, random);
        int length = Math.min(whole.length - from, 1 + random.nextInt(10_000));
        byte[] more = Arrays.copyOf(whole, whole.length + length);
        System.arraycopy(whole, from, more, from + length, whole.length - from);
        return more;
    }

    private static byte[] zeroed(Random random) {
        byte[] copy = whole.clone();
        int from = place(copy, random);
        Arrays.fill(copy, from, Math.min(copy.length, from + 1 + random.nextInt(5_000)), (byte) 0);
        return copy;
    }

    private static byte[] number(Random random) {
        byte[] copy = whole.clone();
        int[] hard = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fffff00, copy.length, 0xffff};
        int at = Math.min(place(copy, random), copy.length - Integer.BYTES);
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, hard[random.nextInt(hard.length)]);
        return copy;
    }

    private static Map<String, byte[]> otherFile(Random random) {
        Map<String, byte[]> files = new LinkedHashMap<>(entries);
        String path = anyPath(random);
        files.put(path, flipped(entry(path), random, 1));
        return files;
    }

    private static Map<String, byte[]> fewerOrMore(Random random) {
        Map<String, byte[]> files = new LinkedHashMap<>(entries);
        if (random.nextBoolean()) {
            files.remove(anyPath(random));
        } else {
            String[] names = {"extra", "golden/9.png", "MODEL.onnx", "manifest.json2", "a/b"};
            files.put(names[random.nextInt(names.length)], new byte[random.nextInt(100)]);
        }
        return files;
    }

    private static Map<String, byte[]> exchanged(Random random) {
        Map<String, byte[]> files = new LinkedHashMap<>(entries);
        String one = anyPath(random);
        String other = anyPath(random);
        files.put(one, entry(other));
        files.put(other, entry(one));
        return files;
    }

    /** An entry that says it is compressed and would unfold to far more than it is. */
    private static byte[] bomb(Random random) {
        int length = BOMB.length;
        byte[] name = "model.onnx".getBytes(StandardCharsets.US_ASCII);
        var zip = ByteBuffer.allocate(whole.length + 30 + name.length + length).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50).putShort((short) 20).putShort((short) 0).putShort((short) 8);
        zip.putInt(0)
                .putInt(random.nextInt())
                .putInt(random.nextBoolean() ? length : 50_000_000)
                .putInt(50_000_000);
        zip.putShort((short) name.length)
                .putShort((short) 0)
                .put(name)
                .put(BOMB)
                .put(whole);
        return zip.array();
    }

    private static byte[] fiftyMegabytesPacked() {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[50_000_000]);
        deflater.finish();
        byte[] packed = new byte[60_000];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    /** @return how many were refused */
    private static int signedNonsense(int rounds, long seed) {
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            Map<String, byte[]> files = new LinkedHashMap<>(entries);
            String manifest = new String(entry(ModelPackage.MANIFEST), StandardCharsets.UTF_8);
            String path = round % 2 == 0 ? ModelPackage.MODEL : GoldenExpectation.PATH;
            byte[] old = entry(path);
            byte[] changed = nonsense(old, random);
            files.put(path, changed);
            manifest = manifest.replace("\"sizeBytes\" : " + old.length, "\"sizeBytes\" : " + changed.length)
                    .replace(Sha256.of(old), Sha256.of(changed))
                    .replace(Sha256.of(old).substring(0, 12), Sha256.of(changed).substring(0, 12));
            if (round % 5 == 4) {
                manifest = new String(
                        nonsense(manifest.getBytes(StandardCharsets.ISO_8859_1), random), StandardCharsets.ISO_8859_1);
            }
            try {
                ModelPackage.read(signed(manifest.getBytes(StandardCharsets.ISO_8859_1), files), trusted);
            } catch (ModelPackageUnreadableException e) {
                refused++;
            }
        }
        return refused;
    }

    /** A graph's structure is a few bytes between megabytes of weights: most hits go to its end, where nodes and shapes are. */
    private static byte[] nonsense(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        for (int hit = 0; hit < 1 + random.nextInt(6); hit++) {
            int at = random.nextInt(3) == 0
                    ? random.nextInt(Math.min(copy.length, 60_000))
                    : copy.length - 1 - random.nextInt(Math.min(copy.length, 5_000));
            copy[at] = (byte) random.nextInt();
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length)) : copy;
    }

    private static byte[] signed(byte[] manifest, Map<String, byte[]> files) {
        files.put(ModelPackage.MANIFEST, manifest);
        files.put(
                ModelPackage.SIGNATURE,
                StrictJson.write(new ManifestSignature(
                        SigningKey.ALGORITHM, key.id(), Base64.getEncoder().encodeToString(key.sign(manifest)))));
        return StoredZip.write(files);
    }

    private static String anyPath(Random random) {
        return List.copyOf(entries.keySet()).get(random.nextInt(entries.size()));
    }

    private static byte[] entry(String path) {
        return Objects.requireNonNull(entries.get(path), path);
    }
}
