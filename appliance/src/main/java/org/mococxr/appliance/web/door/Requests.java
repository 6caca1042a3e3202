package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;

/** What requests ask about. */
public final class Requests {
    private static final long LINGER_BYTES = 64 << 20;
    private static final long MOST_READING_NANOS = Duration.ofSeconds(20).toNanos();

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
        var value = context.formParam(name);
        return value == null ? "" : value.strip();
    }

    public static long id(Context context) {
        try {
            return Long.parseLong(context.pathParam("id"));
        } catch (NumberFormatException e) {
            throw SpokenResponse.notFound("problem.nothing");
        }
    }

    /**
     * Reads what the sender of a refused request still has to say: a connection that is closed over unread bytes is reset, and
     * the sender sees a broken connection instead of the answer. One who announces more than <var>mostBytes</var> is answered
     * at once and then listened to for a moment (a lingering close).
     */
    public static void readOut(Context context, long mostBytes) throws IOException {
        if (context.req().getContentLengthLong() > mostBytes) {
            context.header("Connection", "close");
            sendAnswer(context);
            readOn(context, LINGER_BYTES);
        } else {
            readOn(context, mostBytes);
        }
    }

    /** Sends the answer that was set; at its turn there is nothing left of it to send. */
    private static void sendAnswer(Context context) throws IOException {
        var answer = context.resultInputStream();
        if (answer != null) {
            answer.transferTo(context.outputStream());
        }
        context.res().flushBuffer();
    }

    private static void readOn(Context context, long mostBytes) throws IOException {
        var rest = context.req().getInputStream();
        var sink = new byte[64 << 10];
        var until = System.nanoTime() + MOST_READING_NANOS;
        var left = mostBytes;
        for (var count = rest.read(sink); count >= 0 && left > count; count = rest.read(sink)) {
            left -= count;
            if (System.nanoTime() > until) {
                return;
            }
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
