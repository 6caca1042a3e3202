package org.mococxr.appliance.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Arrays;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;

/** What requests ask about. */
final class Requests {
    private Requests() {}

    static FilmEntry film(Context context, Journal journal) {
        return journal.worklist()
                .film(context.pathParam("ref"))
                .orElseThrow(() -> new NotFoundResponse("There is no such film."));
    }

    static FilmFilter filter(Context context) {
        var name = context.queryParam("show");
        return name == null
                ? FilmFilter.ALL
                : FilmFilter.named(name)
                        .orElseThrow(() -> new BadRequestResponse("'show' is one of "
                                + Arrays.stream(FilmFilter.values())
                                        .map(FilmFilter::code)
                                        .toList()));
    }

    static int number(Context context, String name, int absent, int least, int most) {
        var text = context.queryParam(name);
        if (text == null) {
            return absent;
        }
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadRequestResponse("'%s' is a whole number".formatted(name));
        }
        throw new BadRequestResponse("'%s' is from %d to %d".formatted(name, least, most));
    }
}
