package org.mococxr.appliance.web.system;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.DayCounts;
import org.mococxr.appliance.journal.Drift;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Table;

/** Today and the last week in numbers: what came, what was refused, how much was suggestive, how long it took, by device. */
public final class DashboardPage {
    private static final int WEEK_DAYS = 7;

    /** With these before it the week is compared. */
    private static final int COMPARED_DAYS = 28;

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Journal journal;
    private final Health health;
    private final Frame frame;
    private final Clock clock;

    public DashboardPage(Shown shown, Frame frame) {
        this.journal = shown.journal();
        this.health = shown.health();
        this.frame = frame;
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        routes.get("/dashboard", Needs.right(Right.SEE_STATISTICS), this::show);
    }

    private void show(Context context) {
        var view = View.of(context);
        var weekAgo = clock.instant().minus(Duration.ofDays(WEEK_DAYS));
        var today = journal.statistics().since(View.startOfToday(clock));
        var week = journal.statistics().since(weekAgo);
        Pages.html(
                context,
                frame.page(
                        view,
                        "nav.dashboard",
                        Html.of("<h2>{}</h2>", view.say("filter.today")),
                        counts(view, today),
                        findings(view, today),
                        Html.of("<h2>{}</h2>", view.say("dashboard.week")),
                        counts(view, week),
                        findings(view, week),
                        devices(view, week, weekAgo),
                        Html.of("<p>{}</p>", disk(view, journal.statistics().bytesSince(weekAgo) / WEEK_DAYS))));
    }

    private String disk(View view, long bytesADay) {
        var days = health.diskDaysLeft(bytesADay);
        return days.isPresent() ? view.say("dashboard.disk", days.getAsLong()) : view.say("dashboard.disk_unknown");
    }

    private static Html counts(View view, DayCounts counts) {
        return Html.of(
                "<dl class=\"figures\">{}</dl>",
                List.of(
                        figure(view.say("dashboard.received"), String.valueOf(counts.received())),
                        figure(view.say("filter.scored"), String.valueOf(counts.scored())),
                        figure(view.say("filter.refused"), String.valueOf(counts.refused())),
                        figure(view.say("filter.failed"), String.valueOf(counts.failed())),
                        figure(view.say("dashboard.typical"), seconds(view, counts.typicalWait())),
                        figure(view.say("dashboard.long"), seconds(view, counts.longWait()))));
    }

    private static Html figure(String name, String value) {
        return Html.of("<div><dt>{}</dt><dd>{}</dd></div>", name, value);
    }

    private static String seconds(View view, Duration time) {
        if (time.isZero()) {
            return "–";
        }
        var shown = time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
        var seconds = view.language().number(shown.toMillis() / 1000.0, 1);
        return view.say("dashboard.seconds", time.equals(shown) ? seconds : "< " + seconds);
    }

    private static Html findings(View view, DayCounts counts) {
        return Html.when(
                !counts.findings().isEmpty(),
                () -> Table.of(
                        view.say("dashboard.positivity"),
                        view.sayAll("slip.finding", "filter.scored", "filter.suggestive", "dashboard.share"),
                        counts.findings().stream()
                                .map(finding -> Table.row(
                                        view.finding(finding.finding()),
                                        finding.films(),
                                        finding.suggestive(),
                                        Table.share(finding.suggestive(), finding.films())))
                                .toList()));
    }

    private Html devices(View view, DayCounts week, Instant weekAgo) {
        var before = journal.statistics().devices(weekAgo.minus(Duration.ofDays(COMPARED_DAYS)), weekAgo).stream()
                .collect(Collectors.toMap(DayCounts.Device::name, Function.identity()));
        return Html.when(
                !week.devices().isEmpty(),
                () -> Table.of(
                        view.say("dashboard.devices"),
                        view.sayAll("dashboard.device", "dashboard.received", "filter.refused", "filter.suggestive"),
                        week.devices().stream()
                                .map(device -> device(view, device, Optional.ofNullable(before.get(device.name()))))
                                .toList()));
    }

    private static Html device(View view, DayCounts.Device now, Optional<DayCounts.Device> before) {
        var assessed = now.films() - now.refused();
        return Table.row(
                now.name().isBlank() ? view.say("dashboard.no_device") : now.name(),
                now.films(),
                share(
                        view,
                        now.refused(),
                        now.films(),
                        before.map(then ->
                                drift(view, Drift.ofRefusals(now, then), Table.share(then.refused(), then.films())))),
                share(
                        view,
                        now.suggestive(),
                        assessed,
                        before.map(then -> drift(
                                view,
                                Drift.ofPositivity(now, then),
                                Table.share(then.suggestive(), then.films() - then.refused())))));
    }

    private static Html share(View view, long part, long whole, Optional<Html> drift) {
        return Html.of(
                "{}{}",
                whole == 0 ? part : view.say("dashboard.part", part, Table.share(part, whole)),
                drift.orElse(Html.EMPTY));
    }

    private static Html drift(View view, Drift drift, String before) {
        return switch (drift) {
            case NONE -> Html.EMPTY;
            case MORE -> Html.of("<br><span class=\"flag\">▲ {}</span>", view.say("dashboard.drift.more", before));
            case LESS -> Html.of("<br><span class=\"flag\">▼ {}</span>", view.say("dashboard.drift.less", before));
        };
    }
}
