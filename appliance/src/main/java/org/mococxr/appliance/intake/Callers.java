package org.mococxr.appliance.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.dicom.net.CallListener;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.observation.Observation;

/**
 * Who called the DICOM port: when each last asked whether the box is there, and when and why it was last turned away. Callers
 * choose their names, so only so many are kept. A call is noted in memory and written to a file by {@link #save}, so that a flood of
 * calls costs no disk; a power cut forgets what came since. Safe for use by many threads.
 */
public final class Callers implements CallListener, AutoCloseable {
    private static final int MOST = 100;

    private final Path file;
    private final Clock clock;
    private final Map<String, Call> echoes = newestOnly();
    private final Map<String, Call> rejections = newestOnly();
    private boolean unsaved;

    /**
     * One caller's last call of a kind.
     *
     * @param caller AE title and address
     * @param why it was turned away; nothing for an answered echo
     */
    public record Call(String caller, Instant at, Sentence why) {}

    /** The file. */
    private record Kept(List<KeptCall> echoes, List<KeptCall> rejections) {}

    /** @param why as a sentence is stored; words of a box before this one */
    private record KeptCall(String caller, long atMillis, String why) {}

    private Callers(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Remembers what the last run of the box saved. A file that cannot be read is told of and begun anew: it is no evidence. */
    public static Callers open(Path file, Clock clock) {
        var callers = new Callers(file, clock);
        if (Files.exists(file)) {
            try {
                var kept = StrictJson.read(Files.readAllBytes(file), Kept.class);
                kept.echoes().forEach(call -> put(callers.echoes, call));
                kept.rejections().forEach(call -> put(callers.rejections, call));
            } catch (IOException | JsonDocumentException e) {
                new IntakeEvents().callersForgotten(file, e);
            }
        }
        return callers;
    }

    private static void put(Map<String, Call> calls, KeptCall kept) {
        calls.put(
                kept.caller(),
                new Call(kept.caller(), Instant.ofEpochMilli(kept.atMillis()), Sentence.read(kept.why(), kept.why())));
    }

    private static Map<String, Call> newestOnly() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Call> eldest) {
                return size() > MOST;
            }
        };
    }

    @Override
    public void echoed(String callingAeTitle, InetAddress from) {
        note(echoes, callingAeTitle, from, Sentence.quoted(""));
    }

    @Override
    public void rejected(String callingAeTitle, InetAddress from, Observation why) {
        note(rejections, callingAeTitle, from, Sentence.of(why));
    }

    private synchronized void note(Map<String, Call> calls, String aeTitle, InetAddress from, Sentence why) {
        var caller = aeTitle + " (" + from.getHostAddress() + ")";
        calls.remove(caller); // so that it is the newest now
        calls.put(caller, new Call(caller, clock.instant(), why));
        unsaved = true;
    }

    /** Writes the file if there is news; to be called at intervals, by one thread at a time. */
    public void save() {
        final Kept kept;
        synchronized (this) {
            if (!unsaved) {
                return;
            }
            unsaved = false;
            kept = new Kept(kept(echoes), kept(rejections));
        }
        try {
            DurableFile.write(file, StrictJson.write(kept));
        } catch (IOException e) {
            synchronized (this) {
                unsaved = true;
            }
            throw new UncheckedIOException("cannot write to " + file + " who called; it is tried again", e);
        }
    }

    /** Oldest first, as the file is read again. */
    private static List<KeptCall> kept(Map<String, Call> calls) {
        return calls.values().stream()
                .map(call -> new KeptCall(
                        call.caller(), call.at().toEpochMilli(), call.why().stored()))
                .toList();
    }

    /** Newest first. */
    public synchronized List<Call> echoes() {
        return newestFirst(echoes);
    }

    /** Newest first. */
    public synchronized List<Call> rejections() {
        return newestFirst(rejections);
    }

    private static List<Call> newestFirst(Map<String, Call> calls) {
        var sorted = new ArrayList<>(calls.values());
        sorted.sort(Comparator.comparing(Call::at).reversed());
        return sorted;
    }

    @Override
    public void close() {
        save();
    }
}
