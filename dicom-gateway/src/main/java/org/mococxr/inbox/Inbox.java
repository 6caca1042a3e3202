package org.mococxr.inbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.IncomingObject;
import org.mococxr.dicom.net.Part10Header;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreHandler;
import org.mococxr.dicom.net.StoreStatus;
import org.mococxr.film.SameFilm;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.observation.ObservationKind;
import org.mococxr.report.LoopGuard;
import org.mococxr.secrecy.OwnerOnly;

/**
 * The durable store of received objects, named by digest and never by what a sender calls them. Thread-safe; one process at a time
 * uses a directory.
 */
public final class Inbox implements StoreHandler, AutoCloseable {
    private static final int SIGNATURE_BYTES = 8;
    /** Objects of the same digest or SOP Instance UID take turns; so many that others hardly ever do. */
    private static final int LOCKS = 1024;
    /** Headers are small; several hostile ones at once must still fit into the heap. */
    private static final ReadLimits HEADER = new ReadLimits(16 << 20, 100_000, 64);

    private static final int HEADERS_READ_AT_ONCE = 4;

    /** Of the objects recorded under one SOP Instance UID; whoever makes more of them gets a conflict more. */
    private static final int MOST_COMPARED = 8;

    private final InboxSettings settings;
    private final InboxListener listener;
    private final ReceiveEvents events;
    private final Clock clock;
    private final ObjectFolder folder;
    private final FileChannel lock;
    private final Semaphore headerReads = new Semaphore(HEADERS_READ_AT_ONCE);
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    private Inbox(
            InboxSettings settings,
            InboxListener listener,
            ReceiveEvents events,
            Clock clock,
            ObjectFolder folder,
            FileChannel lock) {
        this.settings = settings;
        this.listener = listener;
        this.events = events;
        this.clock = clock;
        this.folder = folder;
        this.lock = lock;
    }

    /** Opens the directory, alone, and removes what the last run left unfinished. */
    public static Inbox open(InboxSettings settings, InboxListener listener, ReceiveEvents events, Clock clock) {
        var directory = settings.directory();
        try {
            OwnerOnly.folder(directory);
            var lock = lock(directory);
            var folder = new ObjectFolder(directory);
            events.leftoversRemoved(folder.clearTemporary());
            return new Inbox(settings, listener, events, clock, folder, lock);
        } catch (IOException e) {
            throw new InboxUnavailableException(
                    "The inbox " + directory + " cannot be used: " + DiskTrouble.inWords(e)
                            + "; it must be a writable directory",
                    e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        var channel =
                OwnerOnly.open(directory.resolve("inbox.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new InboxUnavailableException("The inbox " + directory + " is already open in this program", e);
        }
        channel.close();
        throw new InboxUnavailableException(
                "The inbox " + directory + " is in use by another process; stop it or choose another directory");
    }

    /** Takes an object from an association. */
    @Override
    public StoreStatus store(IncomingObject object, InputStream dataset) throws IOException {
        var source = new Source(
                Source.Way.DICOM_NETWORK,
                object.callingAeTitle() + "@" + object.peerAddress().getHostAddress());
        var header = new Part10Header(
                object.sopClassUid(), object.sopInstanceUid(), object.transferSyntaxUid(), object.callingAeTitle());
        return guarded(source, () -> receive(header, dataset, Long.MAX_VALUE, source))
                .status();
    }

    /** Takes a copy of a DICOM, PNG or JPEG file. */
    public Acceptance accept(Path file, Source source) {
        try {
            return guarded(source, () -> acceptFile(file, source));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the object to be taken in", e);
        }
    }

    /** Takes a DICOM, PNG or JPEG file from a stream, such as an upload; reads it to its end and leaves it open. */
    public Acceptance accept(InputStream content, Source source) {
        try {
            return guarded(source, () -> {
                requireSpace();
                try (var spool = new Reception(folder.newTemporary())) {
                    spool.writeAll(content, settings.maxObjectBytes(), this::requireSpace);
                    return acceptFile(spool.file(), source);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the object to be taken in", e);
        }
    }

    public Acceptance accept(byte[] content, Source source) {
        return accept(new ByteArrayInputStream(content), source);
    }

    private Acceptance acceptFile(Path file, Source source) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(SIGNATURE_BYTES);
            var kind = ObjectKind.bySignature(in.readNBytes(SIGNATURE_BYTES));
            in.reset();
            if (kind != ObjectKind.DICOM) {
                return receivePicture(kind, in, source);
            }
            var identity = identify(file);
            Part10Header.read(in);
            var header = new Part10Header(
                    identity.sopClassUid(), identity.sopInstanceUid(), identity.transferSyntaxUid(), "");
            return receive(header, in, settings.maxObjectBytes(), source);
        }
    }

    private Acceptance receive(Part10Header header, InputStream dataset, long limitBytes, Source source)
            throws IOException {
        var began = System.nanoTime();
        requireSpace();
        try (var reception = new Reception(folder.newTemporary())) {
            reception.writeHeader(header.encode());
            reception.writeAll(dataset, limitBytes, this::requireSpace);
            var identity = identify(reception.file());
            if (!identity.sopClassUid().equals(header.sopClassUid())
                    || !identity.sopInstanceUid().equals(header.sopInstanceUid())) {
                throw new RefusedException(StoreStatus::datasetDoesNotMatch, ObservationKind.ANOTHER_OBJECT.of());
            }
            return keep(reception, ObjectKind.DICOM, Optional.of(identity), source, began);
        }
    }

    private Acceptance receivePicture(ObjectKind kind, InputStream picture, Source source) throws IOException {
        var began = System.nanoTime();
        requireSpace();
        try (var reception = new Reception(folder.newTemporary())) {
            reception.writeAll(picture, settings.maxObjectBytes(), this::requireSpace);
            return keep(reception, kind, Optional.empty(), source, began);
        }
    }

    private Acceptance keep(
            Reception reception, ObjectKind kind, Optional<DicomIdentity> identity, Source source, long began)
            throws IOException {
        reception.force();
        var instance = identity.map(DicomIdentity::sopInstanceUid);
        // Equal digests have equal instance UIDs, so that whoever sends the same once more waits for the first.
        var turn = Math.floorMod(instance.orElseGet(reception::digest).hashCode(), LOCKS);
        synchronized (locks.get(turn)) {
            var name = nameOf(reception, kind, identity);
            var again = instance.isPresent()
                    ? recognised(reception, name, instance.get(), source)
                    : Optional.<Named>empty();
            var acceptance = again.isPresent()
                    ? new Acceptance.Stored(
                            stored(again.get(), reception, kind, identity, source, true), Arrival.DUPLICATE)
                    : publishAndRecord(reception, name, kind, identity, source);
            events.durable(
                    acceptance.object().reference(),
                    reception.sizeBytes(),
                    Duration.ofNanos(System.nanoTime() - began),
                    acceptance.arrival());
            return acceptance;
        }
    }

    /** The name and file of an object. */
    private record Named(String digest, Path file) {}

    private Acceptance.Stored publishAndRecord(
            Reception reception, String name, ObjectKind kind, Optional<DicomIdentity> identity, Source source)
            throws RefusedException {
        var there = folder.find(name);
        var file =
                there.isPresent() && isIntact(there.get(), kind, name) ? there.get() : publish(reception, name, kind);
        var object = stored(new Named(name, file), reception, kind, identity, source, there.isPresent());
        var arrival = record(object);
        if (arrival == Arrival.NOT_KEPT) {
            discard(object);
        }
        return new Acceptance.Stored(object, arrival);
    }

    private StoredObject stored(
            Named named,
            Reception reception,
            ObjectKind kind,
            Optional<DicomIdentity> identity,
            Source source,
            boolean alreadyThere) {
        return new StoredObject(
                named.digest(),
                kind,
                named.file(),
                reception.sizeBytes(),
                identity,
                source,
                clock.instant(),
                alreadyThere);
    }

    /**
     * The digest of the bytes, unless they are there already as something else: a data set under another transfer syntax is another
     * object, and the one that was acknowledged stays what it was.
     */
    private String nameOf(Reception reception, ObjectKind kind, Optional<DicomIdentity> identity)
            throws RefusedException {
        var digest = reception.digest();
        var there = folder.find(digest);
        if (there.isEmpty()) {
            return digest;
        }
        var wrapping = identity.map(DicomIdentity::transferSyntaxUid).orElseGet(kind::name);
        var thereNow = wrappingOf(there.get());
        return thereNow.isEmpty() || thereNow.get().equals(wrapping) ? digest : reception.digestWith(wrapping);
    }

    /** @return empty if that file is damaged */
    private static Optional<String> wrappingOf(Path file) throws RefusedException {
        var kind = ObjectKind.ofFile(file.getFileName().toString()).orElse(ObjectKind.DICOM);
        if (kind != ObjectKind.DICOM) {
            return Optional.of(kind.name());
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return Optional.of(Part10Header.read(in).transferSyntaxUid())
                    .filter(uid -> TransferSyntax.forUid(uid).isPresent());
        } catch (FileSystemException e) {
            throw RefusedException.diskFailed(e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The recorded object that says the same as what has come, in other bytes; that it came again is recorded by then. */
    private Optional<Named> recognised(Reception reception, String name, String sopInstanceUid, Source source)
            throws RefusedException {
        try {
            var recorded = listener.recordedUnder(sopInstanceUid);
            if (recorded.contains(name)) {
                return Optional.empty();
            }
            return recorded.stream()
                    .limit(MOST_COMPARED)
                    .flatMap(digest -> folder.find(digest).map(file -> new Named(digest, file)).stream())
                    .filter(earlier -> SameFilm.areSame(earlier.file(), reception.file()))
                    .findFirst()
                    .filter(earlier -> listener.onSentAgain(earlier.digest(), source));
        } catch (RuntimeException e) {
            events.notLookedUp(name.substring(0, StoredObject.REFERENCE_DIGITS), e);
            throw new RefusedException(StoreStatus::processingFailure, ObservationKind.NOT_RECORDED.of());
        }
    }

    private boolean isIntact(Path file, ObjectKind kind, String name) throws RefusedException {
        try {
            return StoredContent.read(file, kind).isOf(name);
        } catch (FileSystemException e) {
            throw RefusedException.diskFailed(e);
        } catch (IOException e) {
            return false;
        }
    }

    private Path publish(Reception reception, String digest, ObjectKind kind) throws RefusedException {
        try {
            return folder.publish(reception.file(), digest, kind);
        } catch (IOException e) {
            throw RefusedException.diskFailed(e);
        }
    }

    private Arrival record(StoredObject object) throws RefusedException {
        try {
            return listener.onDurable(object);
        } catch (RuntimeException e) {
            events.notRecorded(object.reference(), e);
            throw new RefusedException(StoreStatus::processingFailure, ObservationKind.NOT_RECORDED.of());
        }
    }

    /** A sender that hears of a failure sends it again; what a power cut leaves, the next start removes. */
    private void discard(StoredObject object) throws RefusedException {
        try {
            folder.remove(object.digest());
        } catch (IOException e) {
            throw RefusedException.diskFailed(e);
        }
    }

    private DicomIdentity identify(Path file) throws IOException {
        headerReads.acquireUninterruptibly();
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return identity(DicomReader.readHeader(in, HEADER));
        } catch (DicomUnreadableException e) {
            throw new RefusedException(StoreStatus::cannotUnderstand, ObservationKind.NOT_READABLE.of(e.found()));
        } catch (UncheckedIOException e) {
            throw RefusedException.diskFailed(e);
        } finally {
            headerReads.release();
        }
    }

    private static DicomIdentity identity(DicomObject object) throws RefusedException {
        return new DicomIdentity(
                uid(object.dataset(), Tag.SOPClassUID),
                uid(object.dataset(), Tag.SOPInstanceUID),
                object.dataset().getString(Tag.StudyInstanceUID),
                object.dataset().getString(Tag.SeriesInstanceUID),
                object.transferSyntax().uid(),
                LoopGuard.isOurReport(object.dataset()));
    }

    private static String uid(Attributes dataset, int tag) throws RefusedException {
        return dataset.getString(tag)
                .filter(UID::isValid)
                .orElseThrow(() -> new RefusedException(
                        StoreStatus::datasetDoesNotMatch, ObservationKind.NO_VALID_UID.of(Tag.keywordOf(tag))));
    }

    private void requireSpace() throws RefusedException {
        long usable;
        try {
            usable = settings.space().usableBytes();
        } catch (IOException e) {
            throw RefusedException.diskFailed(e);
        }
        if (usable < settings.watermarkBytes()) {
            events.lowOnSpace(usable, settings.watermarkBytes());
            throw new RefusedException(StoreStatus::outOfResources, ObservationKind.RECEIVER_DISK_FULL.of());
        }
    }

    private interface Taking {
        Acceptance take() throws IOException;
    }

    /** Turns every way of not taking an object into a status; only the sender's own failure passes as an exception. */
    private Acceptance guarded(Source source, Taking taking) throws IOException {
        try {
            return taking.take();
        } catch (RefusedException e) {
            if (e.getCause() != null) {
                events.diskFailed(e);
            }
            listener.onRefused(source, e.refused().status());
            return e.refused();
        }
    }

    /**
     * The stored objects the journal does not know, for it to record: those a crash caught between storing and recording. To be called
     * before anything is received. Their source is not known any more, beyond the AE title in the file.
     */
    public List<StoredObject> reconcile(Predicate<String> isRecordedDigest) {
        var unrecorded = new ArrayList<StoredObject>();
        try (var files = folder.all()) {
            for (var file : (Iterable<Path>) files::iterator) {
                if (!isRecordedDigest.test(ObjectFolder.digestOf(file))) {
                    describe(file).ifPresent(unrecorded::add);
                }
            }
        } catch (IOException e) {
            throw new InboxUnavailableException("The inbox " + settings.directory() + " cannot be listed", e);
        }
        return unrecorded;
    }

    private Optional<StoredObject> describe(Path file) {
        var digest = ObjectFolder.digestOf(file);
        var kind = ObjectKind.ofFile(file.getFileName().toString()).orElse(ObjectKind.DICOM);
        try {
            var content = StoredContent.read(file, kind);
            if (!content.isOf(digest)) {
                events.damaged(digest);
                return Optional.empty();
            }
            return Optional.of(new StoredObject(
                    digest,
                    kind,
                    file,
                    content.sizeBytes(),
                    kind == ObjectKind.DICOM ? Optional.of(identify(file)) : Optional.empty(),
                    new Source(Source.Way.RECONCILED, content.sourceAeTitle()),
                    Files.getLastModifiedTime(file).toInstant(),
                    true));
        } catch (IOException e) { // a box with a damaged file in its inbox starts all the same
            events.damaged(digest);
            return Optional.empty();
        }
    }

    /**
     * Whether a stored file holds the bytes under whose digest it is kept; read to its end in small pieces.
     *
     * @throws IOException if it cannot be read, or its beginning is no such file's
     */
    public static boolean isWhole(Path file) throws IOException {
        var kind = ObjectKind.ofFile(file.getFileName().toString()).orElse(ObjectKind.DICOM);
        return StoredContent.read(file, kind).isOf(ObjectFolder.digestOf(file));
    }

    /** Where the object of this digest is, if it is here. */
    public Optional<Path> find(String digest) {
        return folder.find(digest);
    }

    /** Where the object of this digest is in an inbox that another process may have open. */
    public static Optional<Path> findIn(Path directory, String digest) {
        return ObjectFolder.findIn(directory, digest);
    }

    /**
     * Deletes an object for good. Whoever asks has written down that it is gone: for the inbox it is as if it had never been, and
     * the same bytes may come again.
     *
     * @return whether it was there
     */
    public boolean remove(String digest) {
        try {
            return folder.remove(digest);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete a stored object from " + settings.directory(), e);
        }
    }

    /** Whether the stored bytes still have the digest they are named by. */
    public boolean isIntact(StoredObject object) {
        try {
            return StoredContent.read(object.file(), object.kind()).isOf(object.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read stored object " + object.reference(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not release the inbox " + settings.directory(), e);
        }
    }
}
