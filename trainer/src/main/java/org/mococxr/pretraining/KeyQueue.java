package org.mococxr.pretraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.chance.Chance;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.TensorEngine;

/** The newest K keys and whose they are; the training thread's own. New keys replace the oldest. */
final class KeyQueue {
    static final int EMBEDDING = 128;
    private static final long NOBODY = -1;

    private final NetworkMath math;
    private final int keys;
    private final DeviceTensor embeddings; // [K,128], unit rows
    private final DeviceTensor patients; // int64 [K]
    private int next;

    private KeyQueue(NetworkMath math, DeviceTensor embeddings, DeviceTensor patients, int keys, int next) {
        this.math = math;
        this.embeddings = embeddings;
        this.patients = patients;
        this.keys = keys;
        this.next = next;
    }

    /** Random unit rows that are nobody's: the first negatives. */
    static KeyQueue random(TensorEngine engine, int keys, long seed) {
        var rows = new float[keys * EMBEDDING];
        for (var row = 0; row < keys; row++) {
            var chance = Chance.of(seed, Chance.Purpose.QUEUE, row);
            var squares = 0.0;
            for (var i = 0; i < EMBEDDING; i++) {
                rows[row * EMBEDDING + i] = (float) chance.gaussian();
                squares += rows[row * EMBEDDING + i] * rows[row * EMBEDDING + i];
            }
            for (var i = 0; i < EMBEDDING; i++) {
                rows[row * EMBEDDING + i] /= (float) Math.sqrt(squares);
            }
        }
        var patients = new long[keys];
        Arrays.fill(patients, NOBODY);
        return new KeyQueue(
                new NetworkMath(engine), engine.floats(rows, keys, EMBEDDING), engine.longs(patients), keys, 0);
    }

    /** Out of {@link #state()}. */
    static KeyQueue restored(TensorEngine engine, Tensor embeddings, Tensor patients, int next) {
        var keys = patients.size();
        var ids = new long[keys];
        for (var i = 0; i < keys; i++) {
            ids[i] = (long) patients.value(i);
        }
        return new KeyQueue(new NetworkMath(engine), engine.floats(embeddings), engine.longs(ids), keys, next);
    }

    /** Keys [N,128] and their patients int64 [N] take the oldest places; N divides K. */
    void add(DeviceTensor newest, DeviceTensor whose, int count) {
        math.enqueue(embeddings, patients, newest, whose, next);
        next = (next + count) % keys;
    }

    DeviceTensor embeddings() {
        return embeddings;
    }

    DeviceTensor patients() {
        return patients;
    }

    int next() {
        return next;
    }

    /** Patients are positions in a list of at most 2^24 people and so exact as floats. */
    Map<String, Tensor> state() {
        var ids = patients.toLongs();
        var exact = new float[ids.length];
        for (var i = 0; i < ids.length; i++) {
            exact[i] = ids[i];
        }
        var state = new LinkedHashMap<String, Tensor>();
        state.put("queue", embeddings.toTensor());
        state.put("queue_patients", Tensor.of(exact, exact.length));
        return state;
    }

    /** The rows on this side of the bus, for {@link Spread}. */
    List<float[]> rows() {
        var all = embeddings.toFloats();
        var rows = new ArrayList<float[]>();
        for (var at = 0; at < all.length; at += EMBEDDING) {
            rows.add(Arrays.copyOfRange(all, at, at + EMBEDDING));
        }
        return rows;
    }
}
