package org.mococxr.lab;

import java.time.Clock;
import org.mococxr.network.Network;
import org.mococxr.run.ConsoleJournal;
import org.mococxr.run.Journal;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.Precision;
import org.mococxr.tensors.SelfCheck;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.tensors.TensorEngineException;
import picocli.CommandLine.Option;

/** What a command computes on, and how it talks meanwhile. */
final class Computer {
    @Option(
            names = "--device",
            paramLabel = "WHERE",
            description = "auto, cpu or cuda (default: ${DEFAULT-VALUE}). A GPU needs PYTORCH_LIBRARY_PATH.")
    private DeviceChoice device = DeviceChoice.AUTO;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Cores that libtorch uses on the CPU (default: all). A run repeats itself to the bit with the same number.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--precision",
            paramLabel = "HOW",
            description = "fp32, or bf16 for convolutions while learning, on a GPU only (default: ${DEFAULT-VALUE}).")
    private Precision precision = Precision.FP32;

    @Option(
            names = "--loader-threads",
            paramLabel = "N",
            description = "Threads that decode films and paint views (default: ${DEFAULT-VALUE}).")
    private int loaderThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);

    /** @throws TensorEngineException if libtorch cannot be loaded, or computes wrongly on this CPU */
    TensorEngine open(Network network) {
        var engine = openUnchecked(network);
        if (!engine.isGpu()) {
            try {
                SelfCheck.requireSoundCpu(threads);
            } catch (TensorEngineException e) {
                engine.close();
                throw e;
            }
        }
        return engine;
    }

    TensorEngine openUnchecked(Network network) {
        if (threads < 1 || loaderThreads < 1) {
            throw new IllegalArgumentException("--threads and --loader-threads are 1 or more");
        }
        return TensorEngine.open(network, device, threads, precision);
    }

    int loaderThreads() {
        return loaderThreads;
    }

    /** For preparing films, when libtorch is idle. */
    int allThreads() {
        return Math.max(threads, loaderThreads);
    }

    Journal journal() {
        return new ConsoleJournal(System.err, System.console() != null, Clock.systemUTC());
    }
}
