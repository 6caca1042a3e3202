package org.mococxr.appliance.web.system;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mococxr.appliance.delivery.PeerAnswer;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.appliance.intake.Callers;
import org.mococxr.appliance.journal.Statistics;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.BoxAddress;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Table;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.PresentationContext;

/** This box and its peers, as the peers page and the first steps show them; asks a peer whether it is there. Safe for many threads. */
public final class PeersParts {
    private static final int MOST_CALLERS = 20;

    private final BoxAddress address;
    private final List<Recipient> recipients;
    private final Callers callers;
    private final Statistics statistics;
    private final Clock clock;
    private final Map<String, Echo> asked = new ConcurrentHashMap<>();

    /** How a peer answered when it was last asked. */
    record Echo(boolean answered, Sentence words, Instant at) {}

    public PeersParts(Shown shown) {
        this.address = shown.address();
        this.recipients = shown.recipients();
        this.callers = shown.callers();
        this.statistics = shown.journal().statistics();
        this.clock = shown.clock();
    }

    /** Asks a recipient of reports by C-ECHO; empty if no such peer is set up. */
    Optional<Echo> ask(String peer) {
        return recipients.stream()
                .filter(known -> known.peer().toString().equals(peer))
                .findFirst()
                .map(recipient -> {
                    var echo = ask(recipient);
                    asked.put(peer, echo);
                    return echo;
                });
    }

    private Echo ask(Recipient recipient) {
        try (var association = recipient.connect(address.aeTitle(), List.of(PresentationContext.verification()))) {
            var outcome = association.echo();
            return new Echo(outcome.isDelivered(), PeerAnswer.of(outcome), clock.instant());
        } catch (AssociationFailedException e) {
            return new Echo(false, PeerAnswer.of(e.outcome()), clock.instant());
        }
    }

    /** What a technician types into the X-ray unit. */
    Html thisBox(View view) {
        return Html.of(
                "<dl class=\"figures\"><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>",
                view.say("address.ae"),
                address.aeTitle(),
                view.say("address.host"),
                String.join(" / ", address.hosts()),
                view.say("address.port"),
                String.valueOf(address.dicomPort()));
    }

    /** Who asked this box whether it is there. */
    Html echoes(View view) {
        var echoes = callers.echoes();
        return echoes.isEmpty()
                ? Html.of("<p class=\"quiet\">{}</p>", view.say("peers.no_echo"))
                : Table.of(
                        view.say("peers.echoes"),
                        view.sayAll("peers.sender", "peers.last_echo"),
                        echoes.stream()
                                .limit(MOST_CALLERS)
                                .map(call -> Table.row(call.caller(), view.moment(call.at(), true)))
                                .toList());
    }

    /** Who was turned away, and why. */
    Html rejections(View view) {
        var rejections = callers.rejections();
        return Html.when(
                !rejections.isEmpty(),
                () -> Table.of(
                        view.say("peers.rejected"),
                        view.sayAll("peers.sender", "audit.when", "peers.why"),
                        rejections.stream()
                                .limit(MOST_CALLERS)
                                .map(call ->
                                        Table.row(call.caller(), view.moment(call.at(), true), view.marked(call.why())))
                                .toList()));
    }

    /** @param back where the button that asks a peer leads back to */
    Html recipients(View view, String back) {
        return address.peers().isEmpty()
                ? Html.of("<p>{}</p>", view.say("peers.none"))
                : Html.of(
                        "<ul class=\"cards\">{}</ul>",
                        address.peers().stream()
                                .map(peer -> recipient(view, peer, back))
                                .toList());
    }

    private Html recipient(View view, String peer, String back) {
        var reports = statistics.reports(peer);
        var echo = asked.get(peer);
        return Html.of(
                """
                <li class="sheet"><h3>{}</h3><p>{}</p><p class="quiet">{}</p>{}
                {}</li>""",
                peer,
                view.say("peers.reports", reports.delivered(), reports.waiting(), reports.dead()),
                reports.last().isNothing()
                        ? ""
                        : view.say("peers.last", reports.last(), view.time(reports.lastChange())),
                echo == null
                        ? Html.EMPTY
                        : Pages.notice(
                                echo.answered() ? "good" : "wrong",
                                echo.answered()
                                        ? view.say("peers.answered", view.time(echo.at()))
                                        : view.say("peers.silent", view.time(echo.at()), echo.words())),
                Html.when(
                        view.may(Right.TEST_PEERS),
                        () -> Html.of(
                                "<form method=\"post\" action=\"/peers/echo\">{}<input type=\"hidden\" name=\"peer\" value=\"{}\"><input type=\"hidden\" name=\"back\" value=\"{}\"><button>{}</button></form>",
                                view.csrf(),
                                peer,
                                back,
                                view.say("peers.echo"))));
    }
}
