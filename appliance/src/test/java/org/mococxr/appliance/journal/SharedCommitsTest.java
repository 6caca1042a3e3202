package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SharedCommitsTest {
    @TempDir
    private Path folder;

    private final ExecutorService writers = Executors.newCachedThreadPool();
    private JournalFile file;

    @BeforeEach
    void open() {
        file = JournalFile.open(folder.resolve("journal.db"), Schema.JOURNAL);
    }

    @AfterEach
    void close() {
        writers.shutdownNow();
        file.close();
    }

    @Test
    void whatComesDuringACommitIsCommittedTogether() throws Exception {
        var transactions = new ArrayList<Integer>();

        var results = whileSomebodyCommits(numbers(5), work -> handle -> {
            var value = work.apply(handle);
            transactions.add(handle.createQuery("select count(*) from model_event")
                    .mapTo(Integer.class)
                    .one());
            return value;
        });

        assertThat(results).extracting(CompletableFuture::join).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(transactions).containsExactly(2, 3, 4, 5, 6); // each saw what the others of its transaction wrote
        assertThat(digests()).hasSize(6);
    }

    @Test
    void oneThatFailsIsToldSoAndTheOthersAreWritten() throws Exception {
        var works = numbers(3);
        works.add(1, handle -> {
            insert(handle, "half");
            throw new IllegalArgumentException("not this one");
        });

        var results = whileSomebodyCommits(works, Function.identity());

        assertThatThrownBy(() -> results.get(1).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not this one");
        assertThat(List.of(
                        results.get(0).join(),
                        results.get(2).join(),
                        results.get(3).join()))
                .containsExactly(1, 2, 3);
        assertThat(digests()).containsExactlyInAnyOrder("first", "1", "2", "3");
    }

    @Test
    void anErrorOfOneWriterIsThatWritersOwn() throws Exception {
        var works = numbers(3);
        works.add(0, handle -> {
            throw new StackOverflowError("this writer's own");
        });

        var results = whileSomebodyCommits(works, Function.identity());

        assertThatThrownBy(() -> results.get(0).join()).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(results.subList(1, 4)).extracting(CompletableFuture::join).containsExactly(1, 2, 3);
    }

    @Test
    void aWriterThatIsInterruptedStillHearsHowItEnded() throws Exception {
        var interrupted = CompletableFuture.supplyAsync(
                () -> {
                    Thread.currentThread().interrupt();
                    var value = file.<Integer>write(handle -> insert(handle, "1"));
                    return Thread.interrupted() ? value : -1;
                },
                writers);

        assertThat(interrupted.join()).isEqualTo(1);
        assertThat(digests()).containsExactly("1");
    }

    /** Starts all of them, in this order, while a first transaction is held open, and returns when they wait. */
    private List<CompletableFuture<Integer>> whileSomebodyCommits(
            List<Function<Handle, Integer>> works, Function<Function<Handle, Integer>, Function<Handle, Integer>> wrap)
            throws InterruptedException {
        var inside = new CountDownLatch(1);
        var goOn = new Semaphore(0);
        var first = CompletableFuture.supplyAsync(
                () -> file.write(handle -> {
                    inside.countDown();
                    goOn.acquireUninterruptibly();
                    return insert(handle, "first");
                }),
                writers);
        inside.await();
        var results = new ArrayList<CompletableFuture<Integer>>();
        for (var work : works) {
            var thread = new CompletableFuture<Thread>();
            results.add(CompletableFuture.supplyAsync(
                    () -> {
                        thread.complete(Thread.currentThread());
                        return file.write(wrap.apply(work));
                    },
                    writers));
            while (thread.join().getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        goOn.release();
        first.join();
        return results;
    }

    private static List<Function<Handle, Integer>> numbers(int count) {
        var works = new ArrayList<Function<Handle, Integer>>();
        for (var number = 1; number <= count; number++) {
            var value = number;
            works.add(handle -> {
                insert(handle, String.valueOf(value));
                return value;
            });
        }
        return works;
    }

    private static int insert(Handle handle, String digest) {
        return handle.execute(
                "insert into model_event (at, digest, kind, words) values (0, ?, 'kind', 'words')", digest);
    }

    private List<String> digests() {
        return file.read(handle -> handle.createQuery("select digest from model_event")
                .mapTo(String.class)
                .list());
    }
}
