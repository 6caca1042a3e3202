package org.mococxr.appliance.people;

import java.util.Optional;
import org.mococxr.appliance.language.Sentence;

/**
 * What became of the audit since it was written.
 *
 * @param lines in all
 * @param fromBefore lines at the beginning that this box's key did not seal: of a box before keys, or of another that was restored
 * @param broken where it is not as it was written
 */
public record AuditCheck(long lines, long fromBefore, Optional<Break> broken) {
    /** @param line the first that is not as it was written */
    public record Break(long line, Sentence why) {}
}
