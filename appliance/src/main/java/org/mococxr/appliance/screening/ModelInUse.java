package org.mococxr.appliance.screening;

import java.util.Optional;
import org.mococxr.appliance.language.Sentence;

/**
 * The model that scores films, which may be exchanged while films are being scored: a film keeps the model it began with, and a
 * model that was replaced is closed when its last film is done. Safe for use by many threads.
 */
public final class ModelInUse implements AutoCloseable {
    private Held held;
    private Optional<Sentence> stopReason = Optional.empty();

    /** @param model closed with this */
    public ModelInUse(ActiveModel model) {
        this.held = new Held(model);
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

    public synchronized Loan borrow() {
        held.films++;
        return new Loan(held);
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
        retire(exchange(next));
    }

    private synchronized Held exchange(ActiveModel next) {
        var before = held;
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

    public synchronized void resume() {
        stopReason = Optional.empty();
    }

    /** Why no film may be scored. */
    public synchronized Optional<Sentence> stopReason() {
        return stopReason;
    }

    public boolean mayScore() {
        return stopReason().isEmpty();
    }

    public synchronized ModelFacts facts() {
        return held.model.facts();
    }

    @Override
    public void close() {
        Held last;
        synchronized (this) {
            last = held;
        }
        retire(last);
    }
}
