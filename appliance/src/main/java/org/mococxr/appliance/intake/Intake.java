package org.mococxr.appliance.intake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.Lane;
import org.mococxr.appliance.journal.Receipt;
import org.mococxr.appliance.journal.ReceivedFilm;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.dicom.net.IncomingObject;
import org.mococxr.dicom.net.StoreHandler;
import org.mococxr.dicom.net.StoreStatus;
import org.mococxr.inbox.Acceptance;
import org.mococxr.inbox.Arrival;
import org.mococxr.inbox.DicomIdentity;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxListener;
import org.mococxr.inbox.Source;
import org.mococxr.inbox.StoredObject;

/**
 * The one door for films. What it says yes to is on the disk and in the journal; when too many films wait it says "later"
 * instead of taking more than the box can work off.
 */
public final class Intake implements StoreHandler {
    private final Inbox inbox;
    private final Record record;
    private final Backlog backlog;

    private Intake(Inbox inbox, Record record, Backlog backlog) {
        this.inbox = inbox;
        this.record = record;
        this.backlog = backlog;
    }

    /** Writes what became durable into the journal; the inbox asks it before anybody is told. */
    public static final class Record implements InboxListener {
        private final Journal journal;
        private final Runnable bell;

        /** @param bell rung when there is work */
        public Record(Journal journal, Runnable bell) {
            this.journal = journal;
            this.bell = bell;
        }

        @Override
        public Arrival onDurable(StoredObject object) {
            return switch (write(object).kind()) {
                case NEW -> Arrival.NEW;
                case DUPLICATE -> Arrival.DUPLICATE;
                case CONFLICT -> Arrival.CONFLICT;
                case OWN_REPORT -> Arrival.NOT_KEPT;
            };
        }

        @Override
        public List<String> recordedUnder(String sopInstanceUid) {
            return journal.digestsUnder(sopInstanceUid);
        }

        @Override
        public boolean onSentAgain(String digest, Source source) {
            var known = journal.receiveAgain(digest, wayIn(source.way()));
            bell.run();
            return known;
        }

        private Receipt write(StoredObject object) {
            var receipt = journal.receive(new ReceivedFilm(
                    object.digest(),
                    object.sizeBytes(),
                    wayIn(object.source().way()),
                    object.source().name().isBlank()
                            ? "an unknown sender"
                            : object.source().name(),
                    object.identity().map(DicomIdentity::sopInstanceUid),
                    object.identity().flatMap(DicomIdentity::studyInstanceUid),
                    object.identity().filter(DicomIdentity::ourReport).isPresent()));
            bell.run();
            return receipt;
        }

        private static ReceivedFilm.Source wayIn(Source.Way way) {
            return switch (way) {
                case DICOM_NETWORK -> ReceivedFilm.Source.DICOM;
                case DICOM_WEB -> ReceivedFilm.Source.DICOMWEB;
                case UPLOAD -> ReceivedFilm.Source.WEB;
                case FOLDER -> ReceivedFilm.Source.FOLDER;
                case RECONCILED -> ReceivedFilm.Source.RECOVERED;
            };
        }
    }

    /**
     * Opens the door, after recording what a crash caught between the disk and the journal.
     *
     * @param record the inbox's listener
     * @param mostWaiting films that may wait before new ones are put off
     */
    public static Intake open(Inbox inbox, Record record, Journal journal, long mostWaiting) {
        for (var object : inbox.reconcile(journal::knows)) {
            if (record.onDurable(object) == Arrival.NOT_KEPT) {
                inbox.remove(object.digest());
            }
        }
        return new Intake(inbox, record, new Backlog(journal.worklist()::openFilms, mostWaiting));
    }

    @Override
    public StoreStatus store(IncomingObject object, InputStream dataset) throws IOException {
        return backlog.isFull() ? tooManyWait() : inbox.store(object, dataset);
    }

    private static StoreStatus tooManyWait() {
        return StoreStatus.outOfResources("too many films wait to be assessed; send again later");
    }

    /** Takes a DICOM, PNG or JPEG film from a stream. */
    public UploadResult upload(InputStream film, Source source) {
        return backlog.isFull() ? putOff() : inbox.accept(film, source).fold(this::stored, Intake::refused);
    }

    /** Takes a DICOM object, or says why not in the terms of DICOM. */
    public StoreStatus store(Path object, Source source) {
        return backlog.isFull() ? tooManyWait() : inbox.accept(object, source).status();
    }

    private static UploadResult putOff() {
        return new UploadResult.PutOff(Sentence.of("intake.many_wait"));
    }

    /**
     * Takes what a person or a folder hands in: a film, or a zip of films.
     *
     * @param name of the file, for the results
     * @return what became of each file; at least one
     */
    public List<Delivered> takeIn(String name, InputStream content, Source source) throws IOException {
        var buffered = new BufferedInputStream(content);
        if (!ZippedFilms.recognises(buffered)) {
            return List.of(new Delivered(name, upload(buffered, source)));
        }
        var results = new ArrayList<Delivered>();
        try (var zip = new ZippedFilms(buffered, ZippedFilms.Limits.standard())) {
            for (var film = zip.next(); film.isPresent(); film = zip.next()) {
                results.add(new Delivered(film.get().name(), upload(film.get().content(), source)));
            }
        } catch (ZipRefusedException e) {
            results.add(new Delivered(name, zipRefused(e)));
        } catch (UncheckedIOException e) { // thrown where the inbox reads a film of the zip
            if (!(e.getCause() instanceof ZipRefusedException cause)) {
                throw e;
            }
            results.add(new Delivered(name, zipRefused(cause)));
        }
        if (results.isEmpty()) {
            results.add(new Delivered(name, new UploadResult.NotTaken(Sentence.of("intake.empty_zip"))));
        }
        return results;
    }

    private static UploadResult zipRefused(ZipRefusedException e) {
        return new UploadResult.NotTaken(Sentence.of("intake.zip", e.sentence()));
    }

    /** One of very many: it comes after what a person or a modality waits for. */
    public void queueAsBulk(String ref) {
        record.journal.move(ref, Lane.BULK);
    }

    private UploadResult stored(Acceptance.Stored stored) {
        var film = record.journal.worklist().filmOfDigest(stored.object().digest());
        return film.<UploadResult>map(
                        entry -> new UploadResult.Taken(entry.ref(), stored.arrival() == Arrival.DUPLICATE))
                .orElseGet(() -> new UploadResult.NotTaken(Sentence.of("intake.own_report")));
    }

    private static UploadResult refused(Acceptance.Refused refused) {
        return (refused.status().code() & 0xff00) == 0xa700
                ? new UploadResult.DiskFull(Sentence.of("intake.disk_full"))
                : new UploadResult.NotTaken(Sentence.of("intake.not_taken", Sentence.of(refused.found())));
    }
}
