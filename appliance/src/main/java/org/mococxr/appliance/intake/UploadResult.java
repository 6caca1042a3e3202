package org.mococxr.appliance.intake;

import java.util.function.Function;
import org.mococxr.appliance.language.Sentence;

/** What became of an uploaded file. */
public sealed interface UploadResult {
    /**
     * It is stored and will be assessed.
     *
     * @param ref the film's opaque reference
     * @param knownBefore whether the same bytes were received before
     */
    record Taken(String ref, boolean knownBefore) implements UploadResult {}

    /** It is not something this box keeps. */
    record NotTaken(Sentence reason) implements UploadResult {}

    /** Too much is waiting; later it will be taken. */
    record PutOff(Sentence reason) implements UploadResult {}

    /** There is no room. */
    record DiskFull(Sentence reason) implements UploadResult {}

    default <T> T fold(
            Function<Taken, T> taken,
            Function<NotTaken, T> notTaken,
            Function<PutOff, T> putOff,
            Function<DiskFull, T> diskFull) {
        if (this instanceof Taken it) {
            return taken.apply(it);
        } else if (this instanceof NotTaken it) {
            return notTaken.apply(it);
        } else if (this instanceof PutOff it) {
            return putOff.apply(it);
        }
        return diskFull.apply((DiskFull) this);
    }
}
