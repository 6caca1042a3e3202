package org.mococxr.appliance.intake;

import java.io.IOException;
import java.io.InputStream;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.Lane;
import org.mococxr.appliance.journal.Receipt;
import org.mococxr.appliance.journal.ReceivedFilm;
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
    private final long mostWaiting;

    private Intake(Inbox inbox, Record record, long mostWaiting) {
        this.inbox = inbox;
        this.record = record;
        this.mostWaiting = mostWaiting;
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
                case DUPLICATE, OWN_REPORT -> Arrival.DUPLICATE;
                case CONFLICT -> Arrival.CONFLICT;
            };
        }

        private Receipt write(StoredObject object) {
            var receipt = journal.receive(new ReceivedFilm(
                    object.digest(),
                    object.sizeBytes(),
                    object.source().way() == Source.Way.UPLOAD ? ReceivedFilm.Source.WEB : ReceivedFilm.Source.DICOM,
                    object.source().name().isBlank()
                            ? "an unknown sender"
                            : object.source().name(),
                    object.identity().map(DicomIdentity::sopInstanceUid),
                    object.identity().flatMap(DicomIdentity::studyInstanceUid)));
            bell.run();
            return receipt;
        }
    }

    /**
     * Opens the door, after recording what a crash caught between the disk and the journal.
     *
     * @param record the inbox's listener
     * @param mostWaiting films that may wait before new ones are put off
     */
    public static Intake open(Inbox inbox, Record record, Journal journal, long mostWaiting) {
        inbox.reconcile(journal::knows).forEach(record::write);
        return new Intake(inbox, record, mostWaiting);
    }

    @Override
    public StoreStatus store(IncomingObject object, InputStream dataset) throws IOException {
        return isFull()
                ? StoreStatus.outOfResources("too many films wait to be assessed; send again later")
                : inbox.store(object, dataset);
    }

    private boolean isFull() {
        return record.journal.worklist().openFilms() >= mostWaiting;
    }

    /** Takes a DICOM, PNG or JPEG film from a stream. */
    public UploadResult upload(InputStream film, String sender) {
        if (isFull()) {
            return new UploadResult.PutOff("Too many films wait to be assessed. Send it again in a few minutes.");
        }
        return inbox.accept(film, new Source(Source.Way.UPLOAD, sender)).fold(this::stored, Intake::refused);
    }

    /** One of very many: it comes after what a person or a modality waits for. */
    public void queueAsBulk(String ref) {
        record.journal.move(ref, Lane.BULK);
    }

    private UploadResult stored(Acceptance.Stored stored) {
        var film = record.journal.worklist().filmOfDigest(stored.object().digest());
        return film.<UploadResult>map(
                        entry -> new UploadResult.Taken(entry.ref(), stored.arrival() == Arrival.DUPLICATE))
                .orElseGet(() -> new UploadResult.NotTaken(
                        "This is a report of this box that came back. It is set aside and not assessed."));
    }

    private static UploadResult refused(Acceptance.Refused refused) {
        var status = refused.status();
        return (status.code() & 0xff00) == 0xa700
                ? new UploadResult.DiskFull(
                        "The disk of the box is full. The film was not stored; make room and send it again.")
                : new UploadResult.NotTaken("This file was not taken: " + status.comment() + ". Nothing was stored.");
    }
}
