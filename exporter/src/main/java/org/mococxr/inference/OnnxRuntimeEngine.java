package org.mococxr.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.onnx.OnnxGraph;

/** Thread-safe: the session is shared, and every run borrows a {@link Workplace} of its own. */
final class OnnxRuntimeEngine implements Engine {
    private final OrtSession session;
    private final OnnxGraph graph;
    private final int workplaceCount;
    private final BlockingQueue<Workplace> idle;
    private final ProviderReport provider;
    private final Watchdog watchdog;
    private volatile boolean closed;

    private OnnxRuntimeEngine(
            OrtSession session,
            OnnxGraph graph,
            BlockingQueue<Workplace> idle,
            int count,
            ProviderReport provider,
            Watchdog watchdog) {
        this.watchdog = watchdog;
        this.session = session;
        this.graph = graph;
        this.idle = idle;
        this.workplaceCount = count;
        this.provider = provider;
    }

    /** Takes over the session, which was created with profiling on, and profiles its first run. */
    static Engine start(
            OrtEnvironment environment,
            OrtSession session,
            OnnxGraph graph,
            EngineSettings settings,
            List<String> notTaken)
            throws OrtException {
        List<Workplace> workplaces = new ArrayList<>();
        try {
            for (int i = 0; i < settings.concurrentRuns(); i++) {
                workplaces.add(Workplace.open(environment, graph));
            }
            workplaces.get(0).run(session, blankFilm(graph)); // not watched: TensorRT builds its program here
            Map<String, Integer> nodes = Profile.nodesPerProvider(Path.of(session.endProfiling()));
            var provider = new ProviderReport(
                    settings.provider(), effective(nodes), nodes, environment.getVersion(), reason(notTaken));
            return new OnnxRuntimeEngine(
                    session,
                    graph,
                    new ArrayBlockingQueue<>(workplaces.size(), false, workplaces),
                    workplaces.size(),
                    provider,
                    new Watchdog(settings.longestRun()));
        } catch (OrtException | RuntimeException e) {
            workplaces.forEach(Workplace::close);
            session.close();
            throw e;
        } catch (IOException e) {
            workplaces.forEach(Workplace::close);
            session.close();
            throw new InferenceFailedException("could not read the runtime's profile of the first run", e);
        }
    }

    @Override
    public Outputs run(PreparedFilm film) {
        if (film.sizePixels() != graph.inputSizePixels()) {
            throw new InferenceFailedException("the film was prepared at " + film.sizePixels()
                    + " pixels a side, the model takes " + graph.inputSizePixels());
        }
        Workplace workplace = borrow();
        try (var leash = watchdog.watch()) {
            try {
                return workplace.run(session, film, leash.options());
            } catch (OrtException e) {
                if (leash.hasEndedTheRun()) {
                    throw watchdog.tookTooLong(e);
                }
                throw e;
            }
        } catch (OrtException e) {
            throw new InferenceFailedException("ONNX Runtime failed on a film: " + e.getMessage(), e);
        } finally {
            idle.add(workplace);
        }
    }

    @Override
    public ProviderReport provider() {
        return provider;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (watchdog) {
            for (int i = 0; i < workplaceCount; i++) {
                idle.take().close();
            }
            session.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceFailedException(
                    "interrupted while runs were still under way; their memory stays taken", e);
        } catch (OrtException e) {
            throw new InferenceFailedException("ONNX Runtime could not close the model", e);
        }
    }

    private Workplace borrow() {
        if (closed) {
            throw new InferenceFailedException("the model was closed before this film could be run");
        }
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceFailedException("interrupted while waiting for a free place to run a film", e);
        }
    }

    private static PreparedFilm blankFilm(OnnxGraph graph) {
        int size = graph.inputSizePixels();
        return PreparedFilm.of(new float[size * size], Placement.of(size, size, size));
    }

    private static Optional<String> reason(List<String> notTaken) {
        return notTaken.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notTaken));
    }

    private static String effective(Map<String, Integer> nodes) {
        return nodes.keySet().stream()
                .map(name -> name.replace("ExecutionProvider", ""))
                .collect(Collectors.joining(" and "));
    }
}
