package org.mococxr.appliance.web.door;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.GoneResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;

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
                        .<HttpResponseException>map(at -> new GoneResponse(
                                "This film was erased on %s, with all that was known of it, because somebody asked for that."
                                        .formatted(LocalDate.ofInstant(at, ZoneId.systemDefault()))))
                        .orElseGet(() -> new NotFoundResponse("There is no such film.")));
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
            throw new NotFoundResponse("There is no such thing.");
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
                        .orElseThrow(() -> new BadRequestResponse("'show' is one of "
                                + Arrays.stream(FilmFilter.values())
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
            throw new BadRequestResponse("'%s' is a whole number".formatted(name));
        }
        throw new BadRequestResponse("'%s' is from %d to %d".formatted(name, least, most));
    }
}
