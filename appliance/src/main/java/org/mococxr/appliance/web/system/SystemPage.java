package org.mococxr.appliance.web.system;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.intake.TestFilm;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.upkeep.Scrub;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Table;

/** How the box is, in sentences and figures; a test film through the whole of it; a file for whoever helps, without patients. */
public final class SystemPage {
    private static final int MEBIBYTE = 1 << 20;
    private static final int MOST_DAMAGED_SHOWN = 200;

    private final Health health;
    private final Supplier<Optional<ModelFacts>> model;
    private final Intake intake;
    private final Scrub scrub;
    private final Audit audit;
    private final Frame frame;
    private final Clock clock;

    public SystemPage(Shown shown, Frame frame) {
        this.health = shown.health();
        this.model = shown.model();
        this.intake = shown.intake();
        this.scrub = shown.scrub();
        this.audit = shown.people().audit();
        this.frame = frame;
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_SYSTEM);
        routes.get("/system", see, this::show);
        routes.get("/system/support.json", see, this::support);
        routes.post("/system/test-film", Needs.right(Right.SEND_FILMS), this::testFilm);
    }

    /** What there is to know, by the key of its name. */
    private Map<String, String> facts(View view) {
        var status = health.status();
        var tally = status.tally();
        var facts = new LinkedHashMap<String, String>();
        facts.put("system.state", status.words(view.language()));
        model.get()
                .ifPresentOrElse(
                        inUse -> {
                            facts.put("system.model", view.say("models.title", inUse.name(), inUse.release()));
                            facts.put("system.golden", view.say(inUse.goldenTest()));
                            facts.put("system.provider", inUse.provider());
                        },
                        () -> facts.put("system.model", view.say("models.none")));
        facts.put("system.queue", view.say("system.queue.words", tally.open(), tally.reportsWaiting()));
        facts.put(
                "system.films",
                view.say("system.films.words", tally.films(), tally.scored(), tally.refused(), tally.failed()));
        facts.put("system.disk", view.say("system.disk.words", status.freeBytes() / MEBIBYTE));
        facts.put("system.scrub", scrubbed(view));
        facts.put("system.clock", view.time(clock.instant()));
        facts.put("system.up", uptime(view));
        facts.put(
                "system.version",
                "%s, Java %s, %s %s"
                        .formatted(
                                version(),
                                Runtime.version(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch")));
        return facts;
    }

    private String scrubbed(View view) {
        var state = scrub.state();
        return view.say(
                "system.scrub.words",
                state.checked(),
                scrub.stored(),
                view.time(Instant.parse(state.began())),
                state.damaged().size());
    }

    private Html damagedFilms(View view) {
        var damaged = scrub.state().damaged();
        return Html.when(
                !damaged.isEmpty() && view.may(Right.SEE_FILMS),
                () -> Html.of(
                        "<section class=\"sheet\"><h2>{}</h2><ul>{}</ul></section>",
                        view.say("system.scrub.damaged"),
                        damaged.stream()
                                .limit(MOST_DAMAGED_SHOWN)
                                .map(film -> Html.of("<li><a href=\"/films/{}\">{}</a></li>", film.ref(), film.ref()))
                                .toList()));
    }

    private static String version() {
        var version = SystemPage.class.getPackage().getImplementationVersion();
        return version == null ? "built from sources" : version;
    }

    private static String uptime(View view) {
        var up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        return view.say("system.up.words", up.toDays(), up.toHoursPart(), up.toMinutesPart());
    }

    private void show(Context context) {
        var view = View.of(context);
        var status = health.status();
        var parts = new ArrayList<Html>();
        status.concerns().forEach(concern -> parts.add(Pages.notice("wrong", view.say(concern))));
        var rows = new ArrayList<Html>();
        facts(view).forEach((key, value) -> rows.add(Table.row(view.say(key), value)));
        parts.add(Table.of(view.say("nav.system"), view.sayAll("system.what", "system.found"), rows));
        parts.add(damagedFilms(view));
        parts.add(Html.when(
                view.may(Right.SEND_FILMS),
                () -> Html.of(
                        "<section class=\"sheet\"><h2>{}</h2>{}</section>", view.say("system.test"), testFilm(view))));
        parts.add(Html.when(
                view.may(Right.ERASE_FILMS),
                () -> Html.of("<p><a href=\"/erase\">{}</a></p>", view.say("erase.link"))));
        parts.add(Html.of(
                "<p><a class=\"button\" href=\"/system/support.json\" download>{}</a> <span class=\"quiet\">{}</span></p>",
                view.say("system.support"),
                view.say("system.support.why")));
        Pages.html(context, frame.page(view, "nav.system", parts.toArray(Html[]::new)));
    }

    /** What a test film is, and the button that sends one. */
    static Html testFilm(View view) {
        return Html.of(
                "<p>{}</p>{}",
                view.say("system.test.why"),
                view.button("/system/test-film", "system.test.send", "main"));
    }

    private void support(Context context) {
        var file =
                new LinkedHashMap<String, Object>(facts(new View(Doorkeeper.visitor(context), Language.english(), "")));
        file.put(
                "concerns",
                health.status().concerns().stream().map(Sentence::english).toList());
        context.header("Content-Disposition", "attachment; filename=\"cxr-box-support.json\"")
                .json(file);
    }

    private void testFilm(Context context) {
        TestFilm.send(intake, clock)
                .fold(
                        taken -> {
                            audit.record(
                                    Doorkeeper.visitor(context).name(),
                                    Act.FILM_SENT,
                                    taken.ref(),
                                    Sentence.of("film.test"));
                            context.redirect("/films/" + taken.ref(), HttpStatus.SEE_OTHER);
                            return taken;
                        },
                        notTaken -> refused(notTaken.reason()),
                        putOff -> refused(putOff.reason()),
                        diskFull -> refused(diskFull.reason()));
    }

    private static Object refused(Sentence reason) {
        throw new NotAllowedException(reason);
    }
}
