package org.mococxr.appliance.people;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.mococxr.appliance.language.Sentence;

/**
 * Lets whoever stands at the console of a box without people make the first account. New at each start, useless once there is
 * somebody, and after ten wrong tries until the next start.
 */
public final class SetUpCode {
    private static final int GROUPS = 3;
    private static final int MOST_TRIES = 10;

    private final People people;
    private final String code = Secrets.code(GROUPS);
    private final AtomicInteger tries = new AtomicInteger();

    public SetUpCode(People people) {
        this.people = people;
    }

    /** For the console; empty once it is of no use. */
    public Optional<String> forConsole() {
        return people.isEmpty() ? Optional.of(code) : Optional.empty();
    }

    /** @throws NotAllowedException if it is not the code, or was tried too often */
    public void require(String typed) {
        if (!people.isEmpty()) {
            throw new NotAllowedException(Sentence.of("rule.set_up_already"));
        }
        if (tries.incrementAndGet() > MOST_TRIES) { // counted before it is compared: tries at the same time are tries
            throw new NotAllowedException(Sentence.of("rule.code_spent"));
        }
        if (!Secrets.same(code, normal(typed))) {
            throw new NotAllowedException(Sentence.of("rule.code_wrong"));
        }
    }

    private static String normal(String typed) {
        var letters = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return letters.replaceAll("(.{4})(?=.)", "$1-");
    }
}
