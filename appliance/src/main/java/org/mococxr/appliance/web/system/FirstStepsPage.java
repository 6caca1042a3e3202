package org.mococxr.appliance.web.system;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.settings.FirstStep;
import org.mococxr.appliance.settings.SettingRefusedException;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.settings.SiteSettings;
import org.mococxr.appliance.web.box.BoxAddress;
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

/** Leads whoever set up a new box from its first account to a slip on paper; can be looked at again at any time. */
public final class FirstStepsPage {
    private final Site site;
    private final Journal journal;
    private final BoxAddress address;
    private final PeersParts peers;
    private final Audit audit;
    private final Frame frame;
    private final Clock clock;

    public FirstStepsPage(Shown shown, PeersParts peers, Frame frame) {
        this.site = shown.site().site();
        this.journal = shown.journal();
        this.address = shown.address();
        this.peers = peers;
        this.audit = shown.people().audit();
        this.frame = frame;
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        var change = Needs.right(Right.CHANGE_SETTINGS);
        routes.get("/first-steps", change, this::show);
        routes.post("/first-steps/{step}", change, this::done);
    }

    private void done(Context context) {
        var step = FirstStep.named(context.pathParam("step"))
                .orElseThrow(() -> SpokenResponse.notFound("problem.nothing"));
        if (step == FirstStep.SITE) {
            call(Requests.field(context, "site_name"));
        }
        site.done(step);
        audit.record(
                Doorkeeper.visitor(context).name(),
                Act.SETTINGS_CHANGED,
                "",
                Sentence.of("audit.step", Sentence.of("steps." + step.code())));
        context.redirect("/first-steps#" + step.code(), HttpStatus.SEE_OTHER);
    }

    private void call(String name) {
        try {
            site.change(
                    site.settings().revision(),
                    now -> now.with(name, now.research(), now.keepDays(), now.makeRoomBelowMib()));
        } catch (SettingRefusedException e) {
            throw SpokenResponse.badRequest("settings.not_possible", e.sentence());
        }
    }

    private void show(Context context) {
        var view = View.of(context);
        var done = site.settings().steps();
        var steps = new ArrayList<Html>();
        for (var step : FirstStep.values()) {
            steps.add(step(view, step, done.contains(step)));
        }
        var all = done.size() == FirstStep.values().length;
        Pages.html(
                context,
                frame.titled(
                        view,
                        view.say("steps.title"),
                        List.of(
                                all
                                        ? Pages.notice("good", view.say("steps.all_done"))
                                        : Html.of("<p>{}</p>", view.say("steps.why")),
                                Html.of("<ol class=\"steps\">{}</ol>", steps),
                                Html.of("<p><a class=\"button\" href=\"/\">{}</a></p>", view.say("problem.home")))));
    }

    private Html step(View view, FirstStep step, boolean done) {
        var key = "steps." + step.code();
        return Html.of(
                "<li class=\"sheet{}\" id=\"{}\"><h2>{} {}</h2><p>{}</p>{}{}</li>",
                done ? " done" : "",
                step.code(),
                view.say(key),
                Html.when(done, () -> Html.of("<span class=\"chip delivered\">{}</span>", view.say("steps.done"))),
                view.say(key + ".why"),
                content(view, step),
                step == FirstStep.SITE
                        ? Html.EMPTY
                        : view.button(
                                "/first-steps/" + step.code(),
                                done ? "steps.again" : "steps.next",
                                done ? "" : "main"));
    }

    private Html content(View view, FirstStep step) {
        return switch (step) {
            case SITE -> name(view);
            case CLOCK -> time(view);
            case NETWORK -> Html.of("{}{}", peers.thisBox(view), peers.echoes(view));
            case PEERS -> peers.recipients(view, "/first-steps");
            case TEST_FILM ->
                Html.of(
                        "{}{}",
                        view.may(Right.SEND_FILMS)
                                ? view.button("/system/test-film", "system.test.send", "")
                                : Html.of("<p class=\"quiet\">{}</p>", view.say("steps.technician")),
                        journal.worklist()
                                .newestTest()
                                .map(film -> tested(view, film))
                                .orElse(Html.EMPTY));
            case SLIP ->
                journal.worklist()
                        .newestTest()
                        .map(film -> Html.of(
                                "<p><a class=\"button plain\" href=\"/films/{}/slip\">{}</a></p>",
                                film.ref(),
                                view.say("slip.link")))
                        .orElse(Html.EMPTY);
        };
    }

    private Html name(View view) {
        return Html.of(
                """
                <form class="fields" method="post" action="/first-steps/site">{}<label>{}<input name="site_name" value="{}" maxlength="{}" autocomplete="off"></label>
                <button class="main">{}</button></form>""",
                view.csrf(),
                view.say("settings.site_name"),
                site.settings().siteName(),
                SiteSettings.LONGEST_NAME,
                view.say("steps.save"));
    }

    /** The script beside it says how far the browser's clock is away. */
    private Html time(View view) {
        Instant now = clock.instant();
        return Html.of(
                "<p class=\"large\" data-clock=\"{}\" data-words=\"{}\" data-same=\"{}\">{} <span class=\"quiet\">{}</span></p><p class=\"quiet\" data-clock-said role=\"status\"></p>",
                now.toEpochMilli(),
                view.say("steps.clock.differs"),
                view.say("steps.clock.same"),
                view.time(now),
                ZoneId.systemDefault());
    }

    private Html tested(View view, FilmEntry film) {
        return Html.of(
                "<p><a href=\"/films/{}\">{}</a> {}: <strong>{}</strong> {}</p>",
                film.ref(),
                view.say("steps.newest_test"),
                view.moment(film.receivedAt(), true),
                film.outcome()
                        .map(outcome -> outcome.conclusion()
                                .fold(
                                        scored -> view.say("film.said.scored"),
                                        refused -> view.sentence(refused.code()),
                                        failed -> view.say("film.failed")))
                        .orElseGet(() -> view.say("film.waiting")),
                delivered(view, film));
    }

    private String delivered(View view, FilmEntry film) {
        var arrived = film.deliveries().stream()
                .filter(delivery -> delivery.state() == DeliveryEntry.State.DELIVERED)
                .count();
        return film.deliveries().isEmpty()
                ? address.peers().isEmpty() ? view.say("reports.no_pacs") : ""
                : view.say("steps.reports", arrived, film.deliveries().size());
    }
}
