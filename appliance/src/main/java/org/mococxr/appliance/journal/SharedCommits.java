package org.mococxr.appliance.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Lets those who write at the same time share one transaction, and with it one flush of the disk: who comes while a commit is under way
 * waits for it, and then one of the waiting commits for all of them. What one of them may not do, or fails at, is undone
 * for all, and each is then written alone, so that nobody bears another's failure. Safe for use by many threads.
 */
final class SharedCommits {
    private final Jdbi writer;
    private final List<Write<?>> waiting = new ArrayList<>();
    private boolean committing;

    SharedCommits(Jdbi writer) {
        this.writer = writer;
    }

    /** @param work may be called twice, the first time without effect, and from another thread */
    <T> T write(Function<Handle, T> work) {
        var mine = new Write<>(work);
        var interrupted = Thread.interrupted(); // others may depend on this write: it is ended, not broken off
        var group = new ArrayList<Write<?>>();
        interrupted |= joinOrLead(mine, group);
        if (!group.isEmpty()) {
            commit(group);
            committed();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.result();
    }

    /**
     * Returns when another thread has committed {@code mine}, or with all that wait in {@code group}, for this thread to commit.
     *
     * @return whether this thread was interrupted meanwhile
     */
    private synchronized boolean joinOrLead(Write<?> mine, List<Write<?>> group) {
        waiting.add(mine);
        var interrupted = false;
        while (committing && !mine.done) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted =
                        true; // handed to the caller: the write may be half way to the disk, and its end is awaited
            }
        }
        if (!mine.done) {
            committing = true;
            group.addAll(waiting);
            waiting.clear();
        }
        return interrupted;
    }

    private synchronized void committed() {
        committing = false;
        notifyAll();
    }

    /** Never throws: what went wrong is told to whom it happened to. */
    private void commit(List<Write<?>> group) {
        if (group.size() > 1 && together(group)) {
            return;
        }
        for (var write : group) {
            try {
                writer.useTransaction(TransactionIsolationLevel.SERIALIZABLE, write::run);
                write.ended(null);
            } catch (RuntimeException | Error e) {
                write.ended(e);
            }
        }
    }

    /** @return false if nothing was written; whose fault it was shows when each is written alone */
    private boolean together(List<Write<?>> group) {
        try {
            writer.useTransaction(
                    TransactionIsolationLevel.SERIALIZABLE, handle -> group.forEach(write -> write.run(handle)));
        } catch (RuntimeException | Error e) {
            return false;
        }
        group.forEach(write -> write.ended(null));
        return true;
    }

    /** One caller's part. Written by the thread that commits; read by the caller after that thread's {@link #committed}. */
    private static final class Write<T> {
        private final Function<Handle, T> work;
        private @Nullable T value;
        private @Nullable Throwable failure;
        private boolean done;

        private Write(Function<Handle, T> work) {
            this.work = work;
        }

        private void run(Handle handle) {
            value = work.apply(handle);
        }

        private void ended(@Nullable Throwable how) {
            failure = how;
            done = true;
        }

        @SuppressWarnings("NullAway") // as nullable as what the work returned
        private T result() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return value;
        }
    }
}
