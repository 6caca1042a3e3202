package org.mococxr.appliance.web.films;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.Erasures;
import org.mococxr.appliance.journal.Erasures.Scope;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.upkeep.Erasure;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.SpokenResponse;

/** Says what an erasure would take away, and does it, with its line in the audit, which names nobody. */
final class ErasureActs {
    static final int LONGEST_REASON = 120;
    private static final int SHORTEST_NAME = 3;
    private static final int DIGEST_DIGITS = 12;

    private final Erasures erasures;
    private final Erasure erasure;
    private final Audit audit;

    ErasureActs(Shown shown) {
        this.erasures = shown.journal().erasures();
        this.erasure = shown.erasure();
        this.audit = shown.people().audit();
    }

    static Scope scope(String code) {
        return Scope.named(code.isEmpty() ? Scope.FILM.code() : code)
                .orElseThrow(() -> SpokenResponse.badRequest(
                        "problem.one_of",
                        "scope",
                        Arrays.stream(Scope.values()).map(Scope::code).toList()));
    }

    List<FilmEntry> films(FilmEntry film, Scope scope) {
        return erasures.films(film, scope);
    }

    static long waitingReports(List<FilmEntry> films) {
        return films.stream()
                .flatMap(film -> film.deliveries().stream())
                .filter(delivery -> delivery.state() == DeliveryEntry.State.WAITING)
                .count();
    }

    /**
     * @param who for the audit
     * @param expected how many films whoever asked has seen that it would be
     * @throws NotAllowedException in words, if nothing was erased
     */
    void erase(String who, FilmEntry film, Scope scope, int expected, String reason) {
        requireReason(film, reason);
        erasure.erase(
                        film,
                        scope,
                        expected,
                        begun -> begun.forEach(one -> audit.record(
                                who,
                                Act.FILM_ERASED,
                                one.ref(),
                                Sentence.of(
                                        "audit.erased",
                                        Sentence.of("erase.scope." + scope.code(), begun.size()),
                                        digits(one.objectDigest()),
                                        reason))))
                .ifPresent(obstacle -> {
                    throw new NotAllowedException(words(obstacle));
                });
    }

    private static String digits(String digest) {
        return digest.substring(0, Math.min(DIGEST_DIGITS, digest.length()));
    }

    private static Sentence words(Erasures.Obstacle obstacle) {
        return switch (obstacle) {
            case BUSY -> Sentence.of("rule.erase_busy");
            case OTHER_NUMBER -> Sentence.of("rule.erase_other_number");
        };
    }

    /** The audit is kept for ever: it must not name whom the erasure is to forget. */
    private static void requireReason(FilmEntry film, String reason) {
        if (reason.isBlank()
                || reason.length() > LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new NotAllowedException(Sentence.of("rule.erase_reason", LONGEST_REASON));
        }
        var patientId = film.identity().map(FilmIdentity::patientId).orElse("").toLowerCase(Locale.ROOT);
        if (patientId.length() >= SHORTEST_NAME
                && reason.toLowerCase(Locale.ROOT).contains(patientId)) {
            throw new NotAllowedException(Sentence.of("rule.erase_names"));
        }
    }
}
