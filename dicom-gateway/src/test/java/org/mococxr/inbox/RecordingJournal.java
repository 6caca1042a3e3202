package org.mococxr.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.dicom.net.StoreStatus;

/** A journal in memory that decides about arrivals the way a real one does: by digest, then by SOP Instance UID. */
final class RecordingJournal implements InboxListener {
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<StoreStatus> refusals = new ArrayList<>();
    private final Map<String, String> digestByUid = new HashMap<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private final List<String> sentAgain = new ArrayList<>();
    private boolean wantsNothing;
    private boolean forgets;

    @Override
    public synchronized Arrival onDurable(StoredObject object) {
        failure.ifPresent(it -> {
            throw it;
        });
        var arrival = wantsNothing ? Arrival.NOT_KEPT : judge(object);
        objects.add(object);
        arrivals.add(arrival);
        object.identity().ifPresent(it -> digestByUid.putIfAbsent(it.sopInstanceUid(), object.digest()));
        return arrival;
    }

    private Arrival judge(StoredObject object) {
        if (knows(object.digest())) {
            return Arrival.DUPLICATE;
        }
        return object.identity()
                        .map(it -> digestByUid.containsKey(it.sopInstanceUid()))
                        .orElse(false)
                ? Arrival.CONFLICT
                : Arrival.NEW;
    }

    @Override
    public synchronized List<String> recordedUnder(String sopInstanceUid) {
        return objects.stream()
                .filter(it -> it.identity()
                        .filter(identity -> identity.sopInstanceUid().equals(sopInstanceUid))
                        .isPresent())
                .map(StoredObject::digest)
                .distinct()
                .toList();
    }

    @Override
    public synchronized boolean onSentAgain(String digest, Source source) {
        sentAgain.add(digest);
        return !forgets;
    }

    @Override
    public synchronized void onRefused(Source source, StoreStatus status) {
        refusals.add(status);
    }

    synchronized boolean knows(String digest) {
        return objects.stream().anyMatch(it -> it.digest().equals(digest));
    }

    synchronized void failWith(RuntimeException cause) {
        failure = Optional.of(cause);
    }

    synchronized void wantNothing() {
        wantsNothing = true;
    }

    /** Erases what it is asked about between two questions. */
    synchronized void forget() {
        forgets = true;
    }

    synchronized void recover() {
        failure = Optional.empty();
    }

    synchronized List<StoredObject> objects() {
        return List.copyOf(objects);
    }

    synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** Digests of the objects that came again in another wrapping. */
    synchronized List<String> sentAgain() {
        return List.copyOf(sentAgain);
    }

    synchronized List<StoreStatus> refusals() {
        return List.copyOf(refusals);
    }
}
