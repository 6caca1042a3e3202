package org.mococxr.appliance.settings;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** A setting cannot be what was asked for; the sentence says what it can be. */
public final class SettingRefusedException extends SpokenException {
    private static final long serialVersionUID = 1L;

    public SettingRefusedException(String key, Object... values) {
        super(Sentence.of(key, values));
    }
}
