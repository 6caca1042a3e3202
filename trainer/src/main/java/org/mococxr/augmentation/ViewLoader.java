package org.mococxr.augmentation;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.mococxr.chance.Chance;
import org.mococxr.filmlist.PreparedFilms;

/**
 * Paints batches of views ahead of the step that needs them, on its own threads. What is in a batch depends on the seed and the step
 * alone, not on the threads.
 *
 * <p>{@link #next} and {@link Batch#close} belong to the training thread.
 */
public final class ViewLoader implements AutoCloseable {
    private final PreparedFilms films;
    private final Settings settings;
    private final LongFunction<Plan> plans;
    private final ExecutorService painters;
    private final ThreadLocal<Brush> brushes;
    private final BlockingQueue<ByteBuffer> free = new LinkedBlockingQueue<>();
    private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
    private final LongAdder paintedFilms = new LongAdder();
    private final LongAdder paintingNanos = new LongAdder();
    private final int batchesAhead;
    private final long lastStep;
    private long nextStep;

    /** @param viewsPerFilm 2 for pretraining, 1 for learning from labels */
    public record Settings(ViewRecipe recipe, int viewPixels, int viewsPerFilm, long seed, int threads) {}

    /**
     * The films of one step, as positions in the prepared films, and the epoch that their views are drawn for.
     *
     * @param partners for each film the one that its second view shows: itself, or another of the same study
     */
    public record Plan(long epoch, int[] films, int[] partners) {
        /** Both views show the film itself. */
        public Plan(long epoch, int[] films) {
            this(epoch, films, films);
        }
    }

    /** Painter and film bytes of one thread. */
    private record Brush(ViewPainter painter, byte[] film) {}

    /** One step's views; the buffer is painted over after {@link #close}. */
    public final class Batch implements AutoCloseable {
        private final Plan plan;
        private final ByteBuffer views;

        private Batch(Plan plan, ByteBuffer views) {
            this.plan = plan;
            this.views = views;
        }

        public int[] films() {
            return plan.films().clone();
        }

        /** uint8 [N,1,S,S] of one view, in a direct buffer. */
        public ByteBuffer view(int view) {
            var bytes = plan.films().length * settings.viewPixels() * settings.viewPixels();
            return views.slice(view * bytes, bytes);
        }

        @Override
        public void close() {
            free.add(views);
        }
    }

    /**
     * @param plans which films each step takes; called from the training thread
     * @param batchFilms most films of a step
     */
    public ViewLoader(
            PreparedFilms films,
            Settings settings,
            int batchFilms,
            LongFunction<Plan> plans,
            long firstStep,
            long lastStep) {
        this.films = films;
        this.settings = settings;
        this.plans = plans;
        this.nextStep = firstStep;
        this.lastStep = lastStep;
        batchesAhead = settings.threads() + 1;
        painters = Executors.newFixedThreadPool(settings.threads(), task -> {
            var thread = new Thread(task, "views");
            thread.setDaemon(true);
            return thread;
        });
        brushes = ThreadLocal.withInitial(() -> new Brush(
                new ViewPainter(settings.recipe(), films.sizePixels(), settings.viewPixels()),
                new byte[films.sizePixels() * films.sizePixels()]));
        var bytes = settings.viewsPerFilm() * batchFilms * settings.viewPixels() * settings.viewPixels();
        for (var i = 0; i <= batchesAhead; i++) {
            free.add(ByteBuffer.allocateDirect(bytes)); // the batches ahead and the one in use
        }
    }

    /** The next step's batch; waits for it. */
    public Batch next() {
        while (ahead.size() < batchesAhead && nextStep < lastStep) {
            var plan = plans.apply(nextStep++);
            ahead.add(painters.submit(() -> paint(plan)));
        }
        try {
            return ahead.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("loading views was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("loading views failed: " + e.getCause(), e);
        }
    }

    private Batch paint(Plan plan) throws InterruptedException {
        var views = free.take();
        var brush = brushes.get();
        var pixels = settings.viewPixels() * settings.viewPixels();
        var started = System.nanoTime();
        for (var i = 0; i < plan.films().length; i++) {
            for (var view = 0; view < settings.viewsPerFilm(); view++) {
                films.grey8(view == 0 ? plan.films()[i] : plan.partners()[i], brush.film());
                var chance = Chance.of(settings.seed(), Chance.Purpose.VIEW, plan.epoch(), plan.films()[i], view);
                brush.painter().paint(brush.film(), chance, views, (view * plan.films().length + i) * pixels);
            }
        }
        paintingNanos.add(System.nanoTime() - started);
        paintedFilms.add(plan.films().length);
        return new Batch(plan, views);
    }

    /** What all its threads together manage while nothing holds them up. */
    public double filmsPerSecond() {
        return settings.threads() * paintedFilms.sum() * 1e9 / Math.max(1, paintingNanos.sum());
    }

    @Override
    public void close() {
        painters.shutdownNow();
    }
}
