package org.mococxr.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mococxr.onnx.OnnxGraph;
import org.mococxr.onnx.OnnxRefusedException;

/** Opens engines over ONNX Runtime. */
public final class Engines {
    private static final String NO_TELEMETRY = "ORT_DISABLE_TELEMETRY";

    private Engines() {}

    /**
     * @param onnx a graph that {@link org.mococxr.onnx.OnnxWriter} wrote; read from these bytes only, never from a path
     * @throws InferenceFailedException if the graph is none of ours or the runtime does not take it
     */
    public static Engine open(byte[] onnx, EngineSettings settings) {
        OnnxGraph graph;
        try {
            graph = OnnxGraph.read(onnx);
        } catch (OnnxRefusedException e) {
            throw new InferenceFailedException("cannot open the model: " + e.getMessage(), e);
        }
        OrtEnvironment environment = environment();
        var notTaken = new ArrayList<String>();
        for (var accelerator : settings.provider().tried()) {
            if (!OrtEnvironment.getAvailableProviders().contains(accelerator.provider())) {
                // Compiled in says nothing about working; it only tells whether trying makes sense.
                notTaken.add(
                        "not %s: this installation of ONNX Runtime does not have it".formatted(accelerator.words()));
                continue;
            }
            try {
                return open(environment, onnx, graph, settings, Optional.of(accelerator), notTaken);
            } catch (InferenceFailedException e) {
                notTaken.add("not %s: %s".formatted(accelerator.words(), firstLine(e)));
            }
        }
        return open(environment, onnx, graph, settings, Optional.empty(), notTaken);
    }

    private static Engine open(
            OrtEnvironment environment,
            byte[] onnx,
            OnnxGraph graph,
            EngineSettings settings,
            Optional<Accelerator> accelerator,
            List<String> notTaken) {
        Path profiles = profileFolder();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(settings.threadsPerRun());
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            // The box shares its cores with DICOM and web: spinning threads would take them (DenseNet: 66 -> 44 ms CPU
            // without).
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (accelerator.isPresent()) {
                accelerator.get().addTo(options);
                // Otherwise nodes the card cannot run land on the CPU without a word.
                options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
            }
            options.enableProfiling(profiles.resolve("profile").toString());
            return OnnxRuntimeEngine.start(
                    environment, environment.createSession(onnx, options), graph, settings, notTaken);
        } catch (OrtException e) {
            throw new InferenceFailedException(
                    "ONNX Runtime could not load the model on "
                            + accelerator.map(Accelerator::words).orElse("the CPU") + ": " + e.getMessage(),
                    e);
        } finally {
            delete(profiles);
        }
    }

    /**
     * Since 1.29 the Linux build reports its use to its maker unless the environment says no: not from a box with patients' films.
     * Only the starting script can say it, Java cannot set its own environment. Preparing the report can also crash the process
     * (a regular expression recursing over a command line of some 4000 characters, measured with 1.29.0).
     */
    private static void requireNoTelemetry() {
        if (System.getenv(NO_TELEMETRY) == null) {
            throw new InferenceFailedException(
                    "ONNX Runtime is not started, because it would report its use to its maker over the"
                            + " network; start this program with " + NO_TELEMETRY
                            + "=1 in its environment, as deploy/bin does");
        }
    }

    static OrtEnvironment environment() {
        requireNoTelemetry();
        try {
            return OrtEnvironment.getEnvironment();
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new InferenceFailedException(
                    "ONNX Runtime's native library could not be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch")
                            + " (it needs glibc 2.28 or newer and a temporary folder that allows executing files): "
                            + e,
                    e);
        }
    }

    private static Path profileFolder() {
        try {
            return Files.createTempDirectory("mococxr-profile");
        } catch (IOException e) {
            throw new InferenceFailedException(
                    "could not make a temporary folder for the runtime's profile in "
                            + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            InferenceEvents.profileNotRemoved(folder, e);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
    }
}
