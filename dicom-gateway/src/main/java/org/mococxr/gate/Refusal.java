package org.mococxr.gate;

import org.mococxr.film.FilmUnreadableException;
import org.mococxr.observation.Observation;

/**
 * One film's refusal.
 *
 * @param found what was found and what is needed, such as {@code 640 x 480 pixels; at least 900 a side needed}; never who the
 *     patient is
 */
public record Refusal(RefusalCode code, Observation found) {
    /** The refusal of a film that could not be read. */
    public static Refusal of(FilmUnreadableException unreadable) {
        var code = switch (unreadable.reason()) {
            case NOT_A_FILM -> RefusalCode.NOT_DICOM_OR_IMAGE;
            case MALFORMED -> RefusalCode.MALFORMED;
            case NO_PIXELS -> RefusalCode.NO_PIXELS;
            case UNSUPPORTED_SYNTAX -> RefusalCode.UNSUPPORTED_SYNTAX;
            case MULTI_FRAME -> RefusalCode.MULTI_FRAME;
            case COLOUR -> RefusalCode.COLOUR;
            case TOO_LARGE -> RefusalCode.TOO_LARGE;
        };
        return new Refusal(code, unreadable.found());
    }
}
