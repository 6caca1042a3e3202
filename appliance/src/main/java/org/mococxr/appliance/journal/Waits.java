package org.mococxr.appliance.journal;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Ends waits that only a wrong clock believed in. Works within the caller's transaction. */
final class Waits {
    private Waits() {}

    /** @return how many films, reports and studies waited for a moment that is too far ahead */
    static int limit(Handle handle, Instant now, Duration longest) {
        var latest = now.plus(longest).toEpochMilli();
        var present = now.toEpochMilli();
        var films = handle.execute(
                "update work set not_before = ? where stage = 'waiting' and not_before > ?", present, latest);
        handle.execute("update work set lease_until = ? where stage = 'working' and lease_until > ?", latest, latest);
        var reports = handle.execute(
                "update delivery set not_before = ? where state = 'waiting' and not_before > ?", present, latest);
        var studies =
                handle.execute("update study set changed_at = ? where open = 1 and changed_at > ?", present, latest);
        handle.execute("update commitment set asked_at = ? where asked_at > ?", present, latest);
        return films + reports + studies;
    }
}
