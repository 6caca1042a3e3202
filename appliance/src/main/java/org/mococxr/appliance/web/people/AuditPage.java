package org.mococxr.appliance.web.people;

import io.javalin.http.Context;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.AuditCheck;
import org.mococxr.appliance.people.AuditEntry;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Reads;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Visitor;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** Who did what, newest first, and whether the record is whole. */
public final class AuditPage {
    private static final int LINES = 100;

    private final Audit audit;
    private final Reads reads;
    private final Frame frame;

    public AuditPage(People people, Frame frame) {
        this.audit = people.audit();
        this.reads = people.reads();
        this.frame = frame;
    }

    public void addTo(Routes routes) {
        routes.get("/audit", Needs.right(Right.SEE_AUDIT), this::show);
    }

    private void show(Context context) {
        reads.write();
        var view = View.of(context);
        var before = Requests.number(context, "before", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        var entries = audit.entries(before, LINES);
        var check = audit.check();
        Pages.html(
                context,
                frame.page(
                        view,
                        "audit.title",
                        found(view, check),
                        Html.of(
                                """
                <table class="list stacked"><caption class="hide">{}</caption><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>
                <tbody>{}</tbody></table>""",
                                view.say("audit.title"),
                                view.say("audit.when"),
                                view.say("audit.who"),
                                view.say("audit.what"),
                                view.say("audit.about"),
                                entries.stream().map(entry -> row(view, entry)).toList()),
                        Html.when(
                                entries.size() == LINES,
                                () -> Html.of(
                                        "<p><a class=\"button\" href=\"/audit?before={}\">{}</a></p>",
                                        entries.get(LINES - 1).number(),
                                        view.say("audit.older")))));
    }

    private static Html found(View view, AuditCheck check) {
        var lines = check.fromBefore() == 0
                ? view.say("audit.lines", check.lines())
                : view.say("audit.lines_before", check.lines(), check.fromBefore());
        return check.broken()
                .map(broken ->
                        Pages.notice("wrong", view.say("audit.broken", broken.line(), view.say(broken.why()), lines)))
                .orElseGet(() -> Pages.notice("good", view.say("audit.whole", lines)));
    }

    private static Html row(View view, AuditEntry entry) {
        return Html.of(
                "<tr><td>{}</td><th scope=\"row\">{}</th><td>{}</td><td>{} <span class=\"quiet\">{}</span></td></tr>",
                view.moment(entry.at(), false),
                view.say(Visitor.inWords(entry.who())),
                view.say("act." + entry.act().code()),
                entry.about(),
                view.say(entry.words()));
    }
}
