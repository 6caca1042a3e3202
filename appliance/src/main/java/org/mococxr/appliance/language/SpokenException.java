package org.mococxr.appliance.language;

import org.jspecify.annotations.Nullable;

/** Something could not be done, and a person is told why; logs and programs get it in English. */
public abstract class SpokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Sentence sentence;

    protected SpokenException(Sentence sentence, @Nullable Throwable cause) {
        super(sentence.english(), cause);
        this.sentence = sentence;
    }

    protected SpokenException(Sentence sentence) {
        this(sentence, null);
    }

    public Sentence sentence() {
        return sentence;
    }
}
