package org.mococxr.appliance.web.system;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.mococxr.appliance.intake.Callers;
import org.mococxr.appliance.journal.DayCounts;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Table;

/** Who sends films, who gets reports, who asked for this box and who was turned away: when last, and how it went. */
public final class PeersPage {
    private static final Duration SENDERS_OF = Duration.ofDays(30);
    private static final String HERE = "/peers";

    private final Journal journal;
    private final Audit audit;
    private final Callers callers;
    private final PeersParts parts;
    private final Frame frame;
    private final Clock clock;

    public PeersPage(Shown shown, PeersParts parts, Frame frame) {
        this.journal = shown.journal();
        this.audit = shown.people().audit();
        this.callers = shown.callers();
        this.parts = parts;
        this.frame = frame;
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        routes.get(HERE, Needs.right(Right.SEE_SYSTEM), this::show);
        routes.post("/peers/echo", Needs.right(Right.TEST_PEERS), this::echo);
        routes.get("/api/v1/peers/rejected", Needs.right(Right.SEE_SYSTEM), this::rejected);
    }

    private void rejected(Context context) {
        var all = callers.rejections().stream()
                .map(call -> Map.of(
                        "caller",
                        call.caller(),
                        "at",
                        call.at().toString(),
                        "why",
                        call.why().english()))
                .toList();
        context.json(Map.of("callers", all));
    }

    private void echo(Context context) {
        var name = Requests.field(context, "peer");
        var echo = parts.ask(name).orElseThrow(() -> SpokenResponse.notFound("problem.no_peer"));
        audit.record(Doorkeeper.visitor(context).name(), Act.PEER_TESTED, name, echo.words());
        var back = Requests.field(context, "back");
        context.redirect(back.equals("/first-steps") ? "/first-steps#peers" : HERE, HttpStatus.SEE_OTHER);
    }

    private void show(Context context) {
        var view = View.of(context);
        var shown = new ArrayList<Html>();
        shown.add(Html.of("<h2>{}</h2>", view.say("peers.pacs")));
        shown.add(parts.recipients(view, HERE));
        shown.add(Html.of("<h2>{}</h2>", view.say("peers.modalities")));
        shown.add(senders(view));
        shown.add(parts.echoes(view));
        shown.add(parts.rejections(view));
        shown.add(Html.of("<h2>{}</h2>{}", view.say("peers.this_box"), parts.thisBox(view)));
        shown.add(Html.when(
                view.may(Right.SEND_FILMS),
                () -> Html.of(
                        "<section class=\"sheet\"><h2>{}</h2>{}</section>",
                        view.say("system.test"),
                        SystemPage.testFilm(view))));
        Pages.html(context, frame.page(view, "nav.peers", shown.toArray(Html[]::new)));
    }

    private Html senders(View view) {
        var senders =
                journal.statistics().since(clock.instant().minus(SENDERS_OF)).senders();
        return senders.isEmpty()
                ? Html.of("<p>{}</p>", view.say("peers.no_films"))
                : Table.of(
                        view.say("peers.last_30_days"),
                        view.sayAll("peers.sender", "dashboard.received", "peers.last_film"),
                        senders.stream().map(sender -> sender(view, sender)).toList());
    }

    private static Html sender(View view, DayCounts.Sender sender) {
        return Table.row(view.say(Sentence.sender(sender.name())), sender.films(), view.moment(sender.last(), true));
    }
}
