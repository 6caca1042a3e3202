package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.ReceivedFilm;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;

/** A folder as a way in: nothing half-copied is taken, nothing is lost, nothing is taken twice, and each file ends somewhere. */
final class WatchedFolderTest {
    private static final long RESERVE = 1000;

    @TempDir
    private Path scratch;

    private final AtomicLong free = new AtomicLong(1 << 30);
    private final ManualClock clock = new ManualClock();
    private Path folder;
    private Journal journal;
    private Inbox inbox;
    private WatchedFolder watched;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(scratch.resolve("watched"));
        journal = Journal.open(scratch.resolve("journal.db"), clock);
        var record = new Intake.Record(journal, () -> {});
        inbox = Inbox.open(
                InboxSettings.in(scratch.resolve("inbox"))
                        .withWatermarkBytes(RESERVE)
                        .withSpace(free::get),
                record,
                new ReceiveEvents(),
                clock);
        watched = WatchedFolder.open(folder, Intake.open(inbox, record, journal, 100));
    }

    @AfterEach
    void close() {
        inbox.close();
        journal.close();
    }

    private static byte[] film(long seed) {
        return PhantomFilm.png16(PhantomKind.NORMAL, seed, 64);
    }

    private long films() {
        return journal.worklist().tally().films();
    }

    private void lookTwice() {
        watched.look();
        watched.look();
    }

    @Test
    void aFileIsTakenOnceItNoLongerChangesAndMovesToDone() throws IOException {
        var file = folder.resolve("room 2/film.png");
        Files.createDirectories(file.getParent());
        var whole = film(1);
        Files.write(file, java.util.Arrays.copyOf(whole, 1000));
        watched.look();
        Files.write(file, whole);
        watched.look();
        assertThat(films()).isZero();

        watched.look();

        assertThat(journal.worklist().films(FilmFilter.ALL, 2))
                .extracting(FilmEntry::source)
                .containsExactly(ReceivedFilm.Source.FOLDER);
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("done/room 2/film.png")).hasBinaryContent(whole);
        lookTwice();
        assertThat(films()).isEqualTo(1);
    }

    @Test
    void whatIsNoFilmMovesToRejectedWithTheReasonBesideIt() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "call the patient");

        lookTwice();

        assertThat(films()).isZero();
        assertThat(folder.resolve("rejected/notes.txt")).exists();
        assertThat(folder.resolve("rejected/notes.txt.txt"))
                .content(StandardCharsets.UTF_8)
                .startsWith("notes.txt: This file was not taken:");
    }

    @Test
    void aZipIsTakenFilmByFilm() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("1.png", film(1));
        files.put("read.me", "hello".getBytes(StandardCharsets.US_ASCII));
        files.put("2.png", film(2));
        Files.write(folder.resolve("all.zip"), Zips.of(files));
        files.remove("read.me");
        Files.write(folder.resolve("good.zip"), Zips.of(files));

        lookTwice();

        assertThat(films()).isEqualTo(2);
        assertThat(folder.resolve("done/good.zip")).exists();
        assertThat(folder.resolve("rejected/all.zip.txt"))
                .content()
                .startsWith("read.me: ")
                .hasLineCount(1);
    }

    @Test
    void withoutRoomFilesStayUntilThereIsSome() throws IOException {
        Files.write(folder.resolve("film.png"), film(1));
        free.set(RESERVE - 1);
        lookTwice();
        assertThat(folder.resolve("film.png")).exists();

        free.set(1 << 30);
        watched.look();

        assertThat(films()).isEqualTo(1);
        assertThat(folder.resolve("done/film.png")).exists();
    }

    /** A box that stops after the film is durable and before the file moves takes it again, and knows it. */
    @Test
    void aFileThatIsTakenAgainMakesNoSecondFilm() throws IOException {
        Files.write(folder.resolve("film.png"), film(1));
        lookTwice();

        Files.write(folder.resolve("film.png"), film(1));
        lookTwice();

        assertThat(films()).isEqualTo(1);
        assertThat(folder.resolve("done/film.png")).exists();
        assertThat(folder.resolve("done/2-film.png")).exists();
    }

    @Test
    void linksHiddenAndUnfinishedFilesAreLeftAlone() throws IOException {
        var outside = Files.write(scratch.resolve("outside.png"), film(1));
        Files.createSymbolicLink(folder.resolve("link.png"), outside);
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.write(folder.resolve(".film.png"), film(2));
        Files.write(folder.resolve("film.png.part"), film(3));

        lookTwice();

        assertThat(films()).isZero();
        assertThat(folder.resolve("link.png")).isSymbolicLink();
        assertThat(outside).exists();
    }
}
