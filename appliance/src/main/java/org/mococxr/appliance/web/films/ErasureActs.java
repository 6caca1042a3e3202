package org.mococxr.appliance.web.films;

import io.javalin.http.BadRequestResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.Erasures;
import org.mococxr.appliance.journal.Erasures.Scope;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.upkeep.Erasure;
import org.mococxr.appliance.web.box.Shown;

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
                .orElseThrow(() -> new BadRequestResponse("'scope' is one of "
                        + Arrays.stream(Scope.values()).map(Scope::code).toList()));
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
                                "%s of %d films, object %s: %s"
                                        .formatted(
                                                scope.code(),
                                                begun.size(),
                                                one.objectDigest()
                                                        .substring(
                                                                0,
                                                                Math.min(
                                                                        DIGEST_DIGITS,
                                                                        one.objectDigest()
                                                                                .length())),
                                                reason))))
                .ifPresent(obstacle -> {
                    throw new NotAllowedException(words(obstacle));
                });
    }

    private static String words(Erasures.Obstacle obstacle) {
        return switch (obstacle) {
            case BUSY -> "A film is being worked on at this moment. Nothing was erased; try it again in a minute.";
            case OTHER_NUMBER -> "There are more or fewer films than were shown. Nothing was erased; look again.";
        };
    }

    /** The audit is kept for ever: it must not name whom the erasure is to forget. */
    private static void requireReason(FilmEntry film, String reason) {
        if (reason.isBlank()
                || reason.length() > LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new NotAllowedException(
                    "Say why in one line of at most %d letters. Nothing was erased.".formatted(LONGEST_REASON));
        }
        var patientId = film.identity().map(FilmIdentity::patientId).orElse("").toLowerCase(Locale.ROOT);
        if (patientId.length() >= SHORTEST_NAME
                && reason.toLowerCase(Locale.ROOT).contains(patientId)) {
            throw new NotAllowedException(
                    "The reason stays in the audit, so it must not hold the patient's id. Nothing was erased.");
        }
    }
}
