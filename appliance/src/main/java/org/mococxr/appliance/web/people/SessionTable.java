package org.mococxr.appliance.web.people;

import java.util.List;
import org.mococxr.appliance.people.SessionEntry;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** Who is signed in, since when and from where, with a button that ends it. */
final class SessionTable {
    private SessionTable() {}

    /** @param path the button goes to {@code path/ID/end} */
    static Html of(View view, List<SessionEntry> sessions, String path) {
        return Html.of(
                "<section><h2>{}</h2><table class=\"list stacked\"><caption class=\"hide\">{}</caption><tbody>{}</tbody></table></section>",
                view.say("sessions.title"),
                view.say("sessions.title"),
                sessions.stream().map(session -> row(view, session, path)).toList());
    }

    private static Html row(View view, SessionEntry session, String path) {
        return Html.of(
                "<tr><th scope=\"row\">{}</th><td>{} {}</td><td class=\"quiet\">{}<br><span title=\"{}\">{}</span></td><td class=\"acts\">{}</td></tr>",
                session.person(),
                view.say("sessions.seen"),
                view.moment(session.seenAt(), true),
                session.address(),
                session.browser(),
                BrowserName.of(session.browser()),
                view.button("%s/%d/end".formatted(path, session.id()), "sessions.end", ""));
    }
}
