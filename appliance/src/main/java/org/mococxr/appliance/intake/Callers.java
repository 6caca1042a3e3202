package org.mococxr.appliance.intake;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.dicom.net.CallListener;

/**
 * Who called the DICOM port since the box was started: when each last asked whether the box is there, and when and why it was
 * last turned away. Callers choose their names, so only so many are kept. Safe for use by many threads.
 */
public final class Callers implements CallListener {
    private static final int MOST = 100;

    private final Clock clock;
    private final Map<String, Call> echoes = newestOnly();
    private final Map<String, Call> rejections = newestOnly();

    /**
     * One caller's last call of a kind.
     *
     * @param caller AE title and address
     * @param why it was turned away; empty for an answered echo
     */
    public record Call(String caller, Instant at, String why) {}

    public Callers(Clock clock) {
        this.clock = clock;
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
        note(echoes, callingAeTitle, from, "");
    }

    @Override
    public void rejected(String callingAeTitle, InetAddress from, String why) {
        note(rejections, callingAeTitle, from, why);
    }

    private synchronized void note(Map<String, Call> calls, String aeTitle, InetAddress from, String why) {
        var caller = aeTitle + " (" + from.getHostAddress() + ")";
        calls.remove(caller); // so that it is the newest now
        calls.put(caller, new Call(caller, clock.instant(), why));
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
}
