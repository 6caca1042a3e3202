package org.mococxr.tensors;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;

/**
 * libtorch with one network's script loaded. Belongs to the thread that opened it; owns every array made outside a {@link StepScope}.
 *
 * <p>The one class that calls DJL's {@code JniUtils} and {@code IValueUtils}, which are public but internal.
 */
public final class TensorEngine implements AutoCloseable {
    private final Thread owner = Thread.currentThread();
    private final Engine engine;
    private final Device device;
    private final Precision precision;
    private final PtNDManager arrays;
    private final PtNDManager scalars;
    private final PtSymbolBlock script;

    private TensorEngine(
            Engine engine,
            Device device,
            Precision precision,
            PtSymbolBlock script,
            PtNDManager arrays,
            PtNDManager scalars) {
        this.engine = engine;
        this.device = device;
        this.precision = precision;
        this.script = script;
        this.arrays = arrays;
        this.scalars = scalars;
    }

    /**
     * @param threads cores that libtorch uses on the CPU; 0 leaves its own choice
     * @throws TensorEngineException if libtorch cannot be loaded, or has no GPU where one is asked for
     */
    public static TensorEngine open(Network network, DeviceChoice choice, int threads) {
        return open(network, choice, threads, Precision.FP32);
    }

    /**
     * @param threads as above
     * @throws TensorEngineException as above, and if bfloat16 is asked for where there is no GPU
     */
    public static TensorEngine open(Network network, DeviceChoice choice, int threads, Precision precision) {
        var engine = load();
        // Both are per thread in libtorch, and a new thread starts with gradients on and the profiling executor.
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
        if (threads > 0) {
            JniUtils.setNumThreads(threads);
        }
        var device = device(engine, choice);
        if (precision == Precision.BF16 && !isGpu(device)) {
            throw new TensorEngineException(
                    "bf16 is for GPUs: on a CPU it makes a step many times slower (16 times, where it was measured); leave --precision at fp32");
        }
        var arrays = (PtNDManager) engine.newBaseManager(device);
        var scalars = (PtNDManager) engine.newBaseManager(Device.cpu());
        var archive = ScriptArchive.of(TrainingScript.of(network));
        try {
            var script = JniUtils.loadModule(arrays, new ByteArrayInputStream(archive), false, false);
            return new TensorEngine(engine, device, precision, script, arrays, scalars);
        } catch (IOException | EngineException e) {
            arrays.close();
            scalars.close();
            throw new TensorEngineException(
                    "libtorch refused the script of " + network.name() + ": " + e.getMessage(), e);
        }
    }

    /** DJL probes a cloud service when its engine starts and may download what it misses; both are switched off first. */
    private static Engine load() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException | UnsatisfiedLinkError | IllegalStateException e) {
            throw new TensorEngineException(
                    "libtorch could not be loaded (%s); on this machine it must come with the program or from PYTORCH_LIBRARY_PATH"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static Device device(Engine engine, DeviceChoice choice) {
        var gpus = engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
        if (choice == DeviceChoice.CUDA && gpus == 0) {
            throw new TensorEngineException(
                    "a GPU is asked for, but libtorch %s sees none; set PYTORCH_LIBRARY_PATH to a libtorch with CUDA, or use --device cpu"
                            .formatted(engine.getVersion()));
        }
        return choice == DeviceChoice.CPU || gpus == 0 ? Device.cpu() : Device.gpu();
    }

    /** For people: {@code libtorch 2.7.1 on cpu, 2 threads}. */
    public String description() {
        return "libtorch %s on %s, %d threads".formatted(engine.getVersion(), deviceName(), JniUtils.getNumThreads());
    }

    /** {@code cpu} or {@code cuda}. */
    public String deviceName() {
        return isGpu() ? "cuda" : "cpu";
    }

    public boolean isGpu() {
        return isGpu(device);
    }

    private static boolean isGpu(Device device) {
        return device.getDeviceType().toLowerCase(Locale.ROOT).equals("gpu");
    }

    public Precision precision() {
        return precision;
    }

    /** Everything made from here to its closing is freed with it. */
    public StepScope step() {
        requireOwner();
        return new StepScope();
    }

    /** float32 with the values of {@code tensor}. */
    public DeviceTensor floats(Tensor tensor) {
        return onDevice(FloatBuffer.wrap(tensor.values()), shape(tensor.shape()), DataType.FLOAT32);
    }

    /** float32, row-major. */
    public DeviceTensor floats(float[] values, long... shape) {
        return onDevice(FloatBuffer.wrap(values), new Shape(shape), DataType.FLOAT32);
    }

    public DeviceTensor zeros(List<Long> shape) {
        requireOwner();
        return new DeviceTensor(guarded(() -> (PtNDArray) arrays.zeros(shape(shape), DataType.FLOAT32)));
    }

    /** int64 [N]. */
    public DeviceTensor longs(long[] values) {
        return onDevice(LongBuffer.wrap(values), new Shape(values.length), DataType.INT64);
    }

    /**
     * uint8 [N,1,S,S] over a direct buffer; on the CPU without a copy, so the buffer must not change before the step has ended.
     *
     * @param films row-major grey, 0 black to 255 white
     */
    public DeviceTensor grey8(ByteBuffer films, int sizePixels) {
        requireOwner();
        var pixels = (long) sizePixels * sizePixels;
        var shape = new Shape(films.remaining() / pixels, 1, sizePixels, sizePixels);
        return new DeviceTensor((PtNDArray) arrays.create(films, shape, DataType.UINT8));
    }

    /** DJL keeps a Java buffer alive behind what it creates; a copy lives in libtorch's own aligned memory. */
    private DeviceTensor onDevice(Buffer values, Shape shape, DataType type) {
        requireOwner();
        try (var overBuffer = arrays.create(values, shape, type)) {
            return new DeviceTensor((PtNDArray) overBuffer.duplicate());
        }
    }

    /** Says in words that memory has run out, on the CPU or on the GPU; other failures of libtorch are our own mistakes. */
    private static <T> T guarded(Supplier<T> computation) {
        try {
            return computation.get();
        } catch (EngineException e) {
            var message = String.valueOf(e.getMessage());
            if (message.contains("allocate memory") || message.contains("out of memory")) {
                throw new TensorEngineException(
                        "libtorch ran out of memory; a checkpoint that was saved before is sound, and the same command goes on from it. Give a smaller --batch or --size, or free memory.",
                        e);
            }
            throw e;
        }
    }

    private static Shape shape(List<Long> dimensions) {
        return new Shape(dimensions.stream().mapToLong(Long::longValue).toArray());
    }

    /** Runs a method of the script that returns one array. Arguments: arrays, lists of arrays, doubles, ints. */
    DeviceTensor call(String method, Object... arguments) {
        return callForList(method, arguments).get(0);
    }

    List<DeviceTensor> callForList(String method, Object... arguments) {
        requireOwner();
        var inputs = new NDList();
        for (var i = 0; i < arguments.length; i++) {
            add(inputs, arguments[i], "list" + i + "[]");
        }
        var name = (PtNDArray) scalars.create(0f);
        name.setName("module_method:" + method);
        inputs.add(name);
        // "true" keeps libtorch out of inference mode, whose results could never stand in a graph; grad mode decides
        // the rest.
        return guarded(() -> IValueUtils.forward(script, inputs, true)).stream()
                .map(array -> new DeviceTensor((PtNDArray) array))
                .toList();
    }

    /** DJL tells arguments apart by name: lists share one that ends in brackets, single arrays have none. */
    private void add(NDList inputs, Object argument, String listName) {
        if (argument instanceof Collection<?> list) {
            for (var element : list) {
                var array = ((DeviceTensor) element).array();
                array.setName(listName);
                inputs.add(array);
            }
        } else {
            var array = argument instanceof DeviceTensor tensor ? tensor.array() : scalar(argument);
            array.setName(null);
            inputs.add(array);
        }
    }

    private PtNDArray scalar(Object argument) {
        NDManager cpu = scalars;
        return (PtNDArray)
                (argument instanceof Integer whole
                        ? cpu.create((long) whole)
                        : cpu.create(((Number) argument).doubleValue()));
    }

    /**
     * Computes a loss with gradients on, adds its gradients to those of every learned tensor it depends on, and returns what
     * {@code loss} returned.
     *
     * @param loss its first array is the 0-dimensional loss
     */
    List<DeviceTensor> backward(Supplier<List<DeviceTensor>> loss) {
        requireOwner();
        JniUtils.setGradMode(true);
        try {
            var results = loss.get();
            var root = results.get(0).array();
            return guarded(() -> {
                JniUtils.backward(root, (PtNDArray) root.onesLike(), false, false);
                return results;
            });
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    void learn(DeviceTensor leaf, boolean learned) {
        leaf.array().setRequiresGradient(learned);
    }

    /** The accumulated gradients of leaves that took part in a {@link #backward}; handles that end with the step. */
    List<DeviceTensor> gradients(List<DeviceTensor> leaves) {
        return leaves.stream()
                .map(leaf -> new DeviceTensor((PtNDArray) leaf.array().getGradient()))
                .toList();
    }

    /** Arrays that live until they or this engine are closed; a step must leave as many as it found. */
    int liveArrays() {
        return arrays.getManagedArrays().size() + scalars.getManagedArrays().size();
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    "tensors of thread %s were touched by thread %s: libtorch's modes are per thread"
                            .formatted(owner.getName(), Thread.currentThread().getName()));
        }
    }

    @Override
    public void close() {
        script.close();
        arrays.close();
        scalars.close();
    }
}
