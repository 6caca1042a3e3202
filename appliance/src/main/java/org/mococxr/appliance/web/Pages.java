package org.mococxr.appliance.web;

import io.javalin.http.Context;

/** What all pages have in common. */
final class Pages {
    private Pages() {}

    /** @param kind {@code good}, {@code wrong} or nothing */
    static Html notice(String kind, String words) {
        return Html.of("<p class=\"notice {}\" role=\"status\">{}</p>", kind, words);
    }

    static void html(Context context, Html html) {
        context.contentType("text/html; charset=utf-8").result(html.toString());
    }
}
