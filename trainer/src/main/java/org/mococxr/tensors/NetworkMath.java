package org.mococxr.tensors;

import java.util.List;
import java.util.function.Supplier;

/** The arithmetic of training, one method per formula. Shapes: N films, S pixels a side, D channels, F findings, K queue length. */
public final class NetworkMath {
    private final TensorEngine engine;
    private final Precision precision;

    public NetworkMath(TensorEngine engine) {
        this(engine, engine.precision());
    }

    /** Another precision than the engine allows, to check its arithmetic where there is no GPU. */
    NetworkMath(TensorEngine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    /** uint8 [N,1,S,S] to normalised float32 [N,1,S,S]: (grey / 255 - mean) / std. */
    public DeviceTensor normalizeGrey8(DeviceTensor films, double greyMean, double greyStd) {
        return engine.call("prepare_grey8", films, greyMean, greyStd);
    }

    /** float32 [N,1,S,S] in 0..1 to normalised float32 [N,1,S,S]. */
    public DeviceTensor normalizeGrey(DeviceTensor films, double greyMean, double greyStd) {
        return engine.call("prepare_grey", films, greyMean, greyStd);
    }

    /** Feature map [N,D,h,w]; batch norm takes this batch's statistics and updates the running ones. */
    public DeviceTensor trainFeatures(ParameterSet backbone, DeviceTensor normalized) {
        if (precision == Precision.FP32) {
            return engine.call("features_train", normalized, backbone.learned(), backbone.statistics());
        }
        // Kernels of convolutions are the arrays of four dimensions; batch norm keeps 32 bits. Gradients come back to
        // the 32-bit weights.
        var learned = backbone.learned().stream()
                .map(tensor -> tensor.shape().size() == 4 ? engine.call("bfloat16", tensor) : tensor)
                .toList();
        return engine.call(
                "float32",
                engine.call("features_train", engine.call("bfloat16", normalized), learned, backbone.statistics()));
    }

    /** Feature map [N,D,h,w]; batch norm takes its running statistics and leaves them. */
    public DeviceTensor evalFeatures(ParameterSet backbone, DeviceTensor normalized) {
        return engine.call("features_eval", normalized, backbone.learned(), backbone.statistics());
    }

    /** Global average: [N,D,h,w] to [N,D]. */
    public DeviceTensor pool(DeviceTensor features) {
        return engine.call("pool", features);
    }

    /** Logits [N,F] of embeddings [N,D]. */
    public DeviceTensor linear(ParameterSet head, DeviceTensor embeddings) {
        return engine.call("linear", embeddings, head.learned());
    }

    /** Class activation maps [N,F,h,w]: the head's weights over each cell, without bias; their mean plus bias is the logit. */
    public DeviceTensor activationMap(ParameterSet head, DeviceTensor features) {
        return engine.call("activation_map", features, head.learned());
    }

    public DeviceTensor sigmoid(DeviceTensor logits) {
        return engine.call("sigmoid", logits);
    }

    /** MoCo v2's head: linear, ReLU, linear, then unit length; [N,D] to [N,128]. */
    public DeviceTensor project(ParameterSet projection, DeviceTensor embeddings) {
        return engine.call("project", embeddings, projection.learned());
    }

    /** Rows of {@code x} in another order. */
    public DeviceTensor rows(DeviceTensor x, DeviceTensor order) {
        return engine.call("rows", x, order);
    }

    /** Rows {@code begin} to {@code end - 1}. */
    public DeviceTensor part(DeviceTensor x, int begin, int end) {
        return engine.call("part", x, begin, end);
    }

    /** Parts one below the other. */
    public DeviceTensor join(List<DeviceTensor> parts) {
        return parts.size() == 1 ? parts.get(0) : engine.call("join", parts);
    }

    /**
     * MoCo's loss: the query's own key against the queue, keys of the query's patient left out.
     *
     * @param queries unit rows [N,128]
     * @param keys unit rows [N,128], without gradient
     * @param queue unit rows [K,128]
     * @param patients int64 [N], whose query it is
     * @param queuePatients int64 [K], whose key it is; -1 for nobody's
     * @return the loss, and float32 [4]: loss, cosine to the own key, cosine to the hardest negative, share of queries that found
     *     their key
     */
    public List<DeviceTensor> infoNce(
            DeviceTensor queries,
            DeviceTensor keys,
            DeviceTensor queue,
            DeviceTensor patients,
            DeviceTensor queuePatients,
            double temperature) {
        return engine.callForList("info_nce", queries, keys, queue, patients, queuePatients, temperature);
    }

    /** The mean of 0-dimensional arrays. */
    public DeviceTensor average(List<DeviceTensor> scalars) {
        return engine.call("average", scalars);
    }

    /** Overwrites queue rows from {@code at} with the keys and their patients. */
    public void enqueue(
            DeviceTensor queue, DeviceTensor queuePatients, DeviceTensor keys, DeviceTensor patients, int at) {
        engine.call("enqueue", queue, queuePatients, keys, patients, at);
    }

    /** key = momentum * key + (1 - momentum) * query, for every learned tensor. */
    public void follow(List<DeviceTensor> key, List<DeviceTensor> query, double momentum) {
        engine.call("follow", key, query, 1 - momentum);
    }

    /**
     * Binary cross-entropy of logits, averaged with weights.
     *
     * @param targets float32 [N,F], 0 or 1
     * @param weights float32 [N,F], 0 where the label is unknown
     * @param positiveWeights float32 [F], how much a positive film counts against a negative one
     */
    public DeviceTensor maskedBce(
            DeviceTensor logits, DeviceTensor targets, DeviceTensor weights, DeviceTensor positiveWeights) {
        return engine.call("masked_bce", logits, targets, weights, positiveWeights);
    }

    /** Computes a loss (its first array) and adds its gradients to the learned tensors. */
    public List<DeviceTensor> backward(Supplier<List<DeviceTensor>> loss) {
        return engine.backward(loss);
    }
}
