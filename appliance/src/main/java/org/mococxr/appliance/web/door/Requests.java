package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;

/** What requests ask about. */
public final class Requests {
    private Requests() {}

    public static FilmEntry film(Context context, Journal journal) {
        var ref = context.pathParam("ref");
        return journal.worklist()
                .film(ref)
                .orElseThrow(() -> journal.erasures()
                        .erasedAt(ref)
                        .map(at -> new SpokenResponse(
                                410, Sentence.of("problem.erased", LocalDate.ofInstant(at, ZoneId.systemDefault()))))
                        .orElseGet(() -> SpokenResponse.notFound("problem.no_film")));
    }

    /** Whether a person is waiting for a page, rather than a script or program for data. */
    public static boolean wantsPage(Context context) {
        var accept = context.header("Accept");
        return accept != null && accept.contains("text/html") && !context.path().startsWith("/api/");
    }

    /** A field of a form; empty if it was not filled in. */
    public static String field(Context context, String name) {
        return typed(context, name).strip();
    }

    /** A field of a form with the blanks that were typed around it, as in passwords; empty if it was not filled in. */
    public static String typed(Context context, String name) {
        return fields(context, name).stream().findFirst().orElse("");
    }

    /** All fields of a form that have one name. */
    public static List<String> fields(Context context, String name) {
        return SentForm.of(context).all(name);
    }

    /** What was sent, up to what the route takes and as fast as it must come; the only way to read it. */
    public static InputStream body(Context context) throws IOException {
        return BodyLimit.of(context).body(context);
    }

    public static long id(Context context) {
        try {
            return Long.parseLong(context.pathParam("id"));
        } catch (NumberFormatException e) {
            throw SpokenResponse.notFound("problem.nothing");
        }
    }

    public static FilmFilter filter(Context context) {
        var name = context.queryParam("show");
        return name == null
                ? FilmFilter.ALL
                : FilmFilter.named(name)
                        .orElseThrow(() -> SpokenResponse.badRequest(
                                "problem.one_of",
                                "show",
                                Arrays.stream(FilmFilter.values())
                                        .map(FilmFilter::code)
                                        .toList()));
    }

    public static int number(Context context, String name, int absent, int least, int most) {
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
            throw SpokenResponse.badRequest("problem.whole_number", name);
        }
        throw SpokenResponse.badRequest("problem.from_to", name, least, most);
    }
}
