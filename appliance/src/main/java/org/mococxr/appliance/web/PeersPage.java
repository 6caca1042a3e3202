package org.mococxr.appliance.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.appliance.journal.DayCounts;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.PresentationContext;

/** Who sends films and who gets reports: when last, how it went, and a button that asks whether they are there. */
final class PeersPage {
    private static final Duration SENDERS_OF = Duration.ofDays(30);

    private final Journal journal;
    private final Audit audit;
    private final BoxAddress address;
    private final List<Recipient> recipients;
    private final Frame frame;
    private final Clock clock;
    private final Map<String, Echo> echoes = new ConcurrentHashMap<>();

    /** How a peer answered when it was last asked. */
    private record Echo(boolean answered, String words, Instant at) {}

    PeersPage(WebServer.Shown shown, Frame frame) {
        this.journal = shown.journal();
        this.audit = shown.people().audit();
        this.address = shown.address();
        this.recipients = shown.recipients();
        this.frame = frame;
        this.clock = shown.clock();
    }

    void addTo(Routes routes) {
        routes.get("/peers", Needs.right(Right.SEE_SYSTEM), this::show);
        routes.post("/peers/echo", Needs.right(Right.TEST_PEERS), this::echo);
    }

    private void echo(Context context) {
        var name = Requests.field(context, "peer");
        var recipient = recipients.stream()
                .filter(known -> known.peer().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("No such peer is set up."));
        var echo = ask(recipient);
        echoes.put(name, echo);
        audit.record(Doorkeeper.visitor(context).name(), Act.PEER_TESTED, name, echo.words());
        show(context);
    }

    private Echo ask(Recipient recipient) {
        try (var association = recipient.connect(address.aeTitle(), List.of(PresentationContext.verification()))) {
            var outcome = association.echo();
            return new Echo(outcome.isDelivered(), outcome.sentence(), clock.instant());
        } catch (AssociationFailedException e) {
            return new Echo(false, String.valueOf(e.getMessage()), clock.instant());
        }
    }

    private void show(Context context) {
        var view = View.of(context);
        var parts = new ArrayList<Html>();
        parts.add(Html.of("<h2>{}</h2>", view.say("peers.pacs")));
        parts.add(
                address.peers().isEmpty()
                        ? Html.of("<p>{}</p>", view.say("peers.none"))
                        : Html.of(
                                "<ul class=\"cards\">{}</ul>",
                                address.peers().stream()
                                        .map(peer -> pacs(view, peer))
                                        .toList()));
        parts.add(Html.of("<h2>{}</h2>", view.say("peers.modalities")));
        var senders =
                journal.statistics().since(clock.instant().minus(SENDERS_OF)).senders();
        parts.add(
                senders.isEmpty()
                        ? Html.of("<p>{}</p>", view.say("list.empty"))
                        : DashboardPage.table(
                                view.say("peers.last_30_days"),
                                List.of(
                                        view.say("peers.sender"),
                                        view.say("dashboard.received"),
                                        view.say("peers.last_film")),
                                senders.stream()
                                        .map(sender -> sender(view, sender))
                                        .toList()));
        parts.add(Html.of(
                "<h2>{}</h2><dl class=\"figures\"><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>",
                view.say("peers.this_box"),
                view.say("address.ae"),
                address.aeTitle(),
                view.say("address.host"),
                String.join(" / ", address.hosts()),
                view.say("address.port"),
                String.valueOf(address.dicomPort())));
        Pages.html(context, frame.page(view, "nav.peers", parts.toArray(Html[]::new)));
    }

    private static Html sender(View view, DayCounts.Sender sender) {
        return DashboardPage.row(sender.name(), sender.films(), view.moment(sender.last(), true));
    }

    private Html pacs(View view, String peer) {
        var reports = journal.statistics().reports(peer);
        var echo = echoes.get(peer);
        return Html.of(
                """
                <li class="sheet"><h3>{}</h3><p>{}</p><p class="quiet">{}</p>{}
                {}</li>""",
                peer,
                view.say("peers.reports", reports.delivered(), reports.waiting(), reports.dead()),
                reports.lastWords().isEmpty()
                        ? ""
                        : view.say("peers.last", reports.lastWords(), view.time(reports.lastChange())),
                echo == null
                        ? Html.EMPTY
                        : Pages.notice(
                                echo.answered() ? "good" : "wrong",
                                view.say(
                                        echo.answered() ? "peers.answered" : "peers.silent",
                                        view.time(echo.at()),
                                        echo.words())),
                Html.when(
                        view.may(Right.TEST_PEERS),
                        () -> Html.of(
                                "<form method=\"post\" action=\"/peers/echo\">{}<input type=\"hidden\" name=\"peer\" value=\"{}\"><button>{}</button></form>",
                                view.csrf(),
                                peer,
                                view.say("peers.echo"))));
    }
}
