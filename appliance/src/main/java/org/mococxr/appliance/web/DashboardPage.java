package org.mococxr.appliance.web;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.DayCounts;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.people.Right;

/** Today and the last week in numbers: what came, what was refused, how much was suggestive, how long it took, by device. */
final class DashboardPage {
    private static final int WEEK_DAYS = 7;

    private final Journal journal;
    private final Health health;
    private final Frame frame;
    private final Clock clock;

    DashboardPage(WebServer.Shown shown, Frame frame) {
        this.journal = shown.journal();
        this.health = shown.health();
        this.frame = frame;
        this.clock = shown.clock();
    }

    void addTo(Routes routes) {
        routes.get("/dashboard", Needs.right(Right.SEE_STATISTICS), this::show);
    }

    private void show(Context context) {
        var view = View.of(context);
        var weekAgo = clock.instant().minus(Duration.ofDays(WEEK_DAYS));
        var today = journal.statistics().since(FilmList.startOfToday(clock));
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
                        devices(view, week),
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
        return time.isZero()
                ? "–"
                : view.say("dashboard.seconds", String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0));
    }

    private static Html findings(View view, DayCounts counts) {
        return Html.when(
                !counts.findings().isEmpty(),
                () -> table(
                        view.say("dashboard.positivity"),
                        List.of(
                                view.say("slip.finding"),
                                view.say("filter.scored"),
                                view.say("filter.suggestive"),
                                view.say("dashboard.share")),
                        counts.findings().stream()
                                .map(finding -> row(
                                        view.finding(finding.finding()),
                                        finding.films(),
                                        finding.suggestive(),
                                        share(finding.suggestive(), finding.films())))
                                .toList()));
    }

    private static Html devices(View view, DayCounts counts) {
        return Html.when(
                !counts.devices().isEmpty(),
                () -> table(
                        view.say("dashboard.devices"),
                        List.of(
                                view.say("dashboard.device"),
                                view.say("dashboard.received"),
                                view.say("filter.refused"),
                                view.say("filter.suggestive")),
                        counts.devices().stream()
                                .map(device -> row(
                                        device.name().isBlank() ? view.say("dashboard.no_device") : device.name(),
                                        device.films(),
                                        device.refused(),
                                        device.suggestive()))
                                .toList()));
    }

    static Html table(String caption, List<String> heads, List<Html> rows) {
        return Html.of(
                "<table class=\"list\"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
                caption,
                heads.stream()
                        .map(head -> Html.of("<th scope=\"col\">{}</th>", head))
                        .toList(),
                rows);
    }

    static Html row(Object head, Object... cells) {
        return Html.of(
                "<tr><th scope=\"row\">{}</th>{}</tr>",
                head,
                List.of(cells).stream()
                        .map(cell -> Html.of("<td>{}</td>", cell))
                        .toList());
    }

    static String share(long part, long whole) {
        return whole == 0 ? "–" : Math.round(100.0 * part / whole) + " %";
    }
}
