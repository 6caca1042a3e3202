package org.mococxr.appliance.web.frame;

import io.javalin.http.Context;
import org.mococxr.appliance.web.html.Html;

/** What all pages have in common. */
public final class Pages {
    private Pages() {}

    /** @param kind {@code good}, {@code wrong} or nothing */
    public static Html notice(String kind, String words) {
        return Html.of("<p class=\"notice {}\" role=\"status\">{}</p>", kind, words);
    }

    public static void html(Context context, Html html) {
        context.contentType("text/html; charset=utf-8").result(html.toString());
    }

    /** What holds beside what would hold. */
    public static Html nowThen(View view, String now, String then) {
        return Html.of(
                "<div class=\"now-then\"><div><h3>{}</h3>{}</div><div><h3>{}</h3>{}</div></div>",
                view.say("points.now"),
                now.isEmpty() ? "–" : now,
                view.say("points.then"),
                then.isEmpty() ? "–" : then);
    }
}
