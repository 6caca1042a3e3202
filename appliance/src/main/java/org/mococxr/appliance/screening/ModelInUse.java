package org.mococxr.appliance.screening;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.language.Sentence;

/**
 * The model that scores films, which may be exchanged while films are being scored: a film keeps the model it began with, and a
 * model that was replaced is closed when its last film is done. A box may be without one: then no film is scored until one comes. Safe
 * for use by many threads.
 */
public final class ModelInUse implements AutoCloseable {
    private @Nullable Held held;
    private Optional<Sentence> stopReason;

    /** @param model closed with this */
    public ModelInUse(ActiveModel model) {
        this(new Held(model), Optional.empty());
    }

    private ModelInUse(@Nullable Held held, Optional<Sentence> stopReason) {
        this.held = held;
        this.stopReason = stopReason;
    }

    /** @param reason why there is no model; told to people until one comes */
    public static ModelInUse without(Sentence reason) {
        return new ModelInUse(null, Optional.of(reason));
    }

    private static final class Held {
        private final ActiveModel model;
        private int films;
        private boolean replaced;

        Held(ActiveModel model) {
            this.model = model;
        }
    }

    /** The right to use a model for one film. */
    public final class Loan implements AutoCloseable {
        private final Held lent;

        private Loan(Held lent) {
            this.lent = lent;
        }

        public ActiveModel model() {
            return lent.model;
        }

        @Override
        public void close() {
            giveBack(lent);
        }
    }

    /** @throws ModelNotUsableException if there is no model */
    public synchronized Loan borrow() {
        var lent = held();
        lent.films++;
        return new Loan(lent);
    }

    private Held held() {
        if (held == null) {
            throw new ModelNotUsableException(stopReason.orElseThrow());
        }
        return held;
    }

    private void giveBack(Held lent) {
        synchronized (this) {
            lent.films--;
            if (!lent.replaced || lent.films > 0) {
                return;
            }
        }
        lent.model.close();
    }

    /** The next film is scored by this model, whatever stopped the one before. */
    public void replace(ActiveModel next) {
        exchange(next).ifPresent(this::retire);
    }

    private synchronized Optional<Held> exchange(ActiveModel next) {
        var before = Optional.ofNullable(held);
        held = new Held(next);
        stopReason = Optional.empty();
        return before;
    }

    private void retire(Held before) {
        synchronized (this) {
            before.replaced = true;
            if (before.films > 0) {
                return;
            }
        }
        before.model.close();
    }

    /** No film is scored from now on until another model comes or {@link #resume} is called. */
    public synchronized void stop(Sentence reason) {
        stopReason = Optional.of(reason);
    }

    /** Where there is no model, nothing is resumed. */
    public synchronized void resume() {
        if (held != null) {
            stopReason = Optional.empty();
        }
    }

    /** Why no film may be scored. */
    public synchronized Optional<Sentence> stopReason() {
        return stopReason;
    }

    public boolean mayScore() {
        return stopReason().isEmpty();
    }

    /** @throws ModelNotUsableException if there is no model */
    public synchronized ModelFacts facts() {
        return held().model.facts();
    }

    /** What there is to say about the model, if there is one. */
    public synchronized Optional<ModelFacts> known() {
        return Optional.ofNullable(held).map(holding -> holding.model.facts());
    }

    @Override
    public void close() {
        Optional<Held> last;
        synchronized (this) {
            last = Optional.ofNullable(held);
        }
        last.ifPresent(this::retire);
    }
}
