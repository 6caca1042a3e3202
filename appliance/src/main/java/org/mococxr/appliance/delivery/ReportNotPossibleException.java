package org.mococxr.appliance.delivery;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** No report can be made for a film, now or later. */
public final class ReportNotPossibleException extends SpokenException {
    private static final long serialVersionUID = 1L;

    ReportNotPossibleException(Sentence why) {
        super(why);
    }
}
