package org.mococxr.appliance.web.films;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmSearch;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.web.box.BoxAddress;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SpokenResponse;

/** Answers programs: films, pictures, the model, health. */
public final class FilmRoutes {
    private static final int MOST_LISTED = 1000;
    private static final int LISTED = 200;
    private static final int PICTURE_SIDE = 1024;
    private static final int LARGEST_SIDE = 3072;

    private final Journal journal;
    private final Health health;
    private final Supplier<Optional<ModelFacts>> model;
    private final BoxAddress address;
    private final Pictures pictures;

    public FilmRoutes(Shown shown) {
        this.journal = shown.journal();
        this.health = shown.health();
        this.model = shown.model();
        this.address = shown.address();
        this.pictures = new Pictures(shown.films());
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_FILMS);
        routes.get("/api/v1/films", see, this::list);
        routes.get("/api/v1/films/{ref}", see, this::one);
        routes.get("/api/v1/films/{ref}/image.png", see, this::picture);
        routes.get("/api/v1/films/{ref}/pixels", see, this::pixels);
        routes.get("/api/v1/films/{ref}/heatmap/{finding}.png", see, this::heatMap);
        routes.get("/api/v1/model", Needs.right(Right.SEE_SYSTEM), this::model);
        routes.get("/api/v1/health", Needs.right(Right.SEE_SYSTEM), this::health);
    }

    private void list(Context context) {
        var limit = Requests.number(context, "limit", LISTED, 1, MOST_LISTED);
        var search = FilmSearch.of(Requests.filter(context));
        var before = context.queryParam("before");
        var films = before == null
                ? journal.worklist().films(search, limit)
                : journal.worklist().older(search, lastOfAPage(before), limit);
        context.json(Map.of("films", films.stream().map(FilmJson::of).toList()));
    }

    private FilmEntry lastOfAPage(String ref) {
        return journal.worklist()
                .film(ref)
                .orElseThrow(() -> new BadRequestResponse("'before' is the ref of a film; there is no such film"));
    }

    private void one(Context context) {
        context.json(FilmJson.of(Requests.film(context, journal)));
    }

    private void picture(Context context) {
        var film = Requests.film(context, journal);
        var side = Requests.number(context, "max", PICTURE_SIDE, 1, LARGEST_SIDE);
        var png = pictures.png(film, side).orElseThrow(() -> SpokenResponse.notFound("viewer.nothing"));
        png(context, png);
    }

    private void pixels(Context context) {
        var film = Requests.film(context, journal);
        var side = Requests.number(context, "max", PICTURE_SIDE, 1, LARGEST_SIDE);
        var packed = pictures.pixels(film, side).orElseThrow(() -> SpokenResponse.notFound("viewer.nothing"));
        context.header("Cache-Control", "private, max-age=600")
                .header("Content-Encoding", "gzip")
                .contentType("application/octet-stream")
                .result(packed);
    }

    private void heatMap(Context context) {
        var film = Requests.film(context, journal);
        var scored = film.scored()
                .orElseThrow(() -> new NotFoundResponse("This film was not scored, so there is no heat map."));
        var finding = context.pathParam("finding");
        var map = scored.assessments().stream()
                .filter(assessment -> assessment.finding().equals(finding))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("This film was not assessed for this finding."))
                .heatMap();
        context.header("X-Heat-Map-Cells", map.rows() + "x" + map.columns());
        png(context, HeatMapPicture.png(scored, map));
    }

    /** What a reference names never changes, but the next person at this browser need not find it there. */
    private static void png(Context context, byte[] png) {
        context.header("Cache-Control", "private, max-age=600")
                .contentType("image/png")
                .result(png);
    }

    private void model(Context context) {
        var facts = model.get().orElseThrow(() -> new SpokenResponse(503, Sentence.of("models.none")));
        var json = new LinkedHashMap<String, Object>();
        json.put("name", facts.name().name());
        json.put("digest", facts.name().digest());
        json.put("release", facts.release());
        json.put("inputSizePixels", facts.inputSizePixels());
        json.put("provider", facts.provider());
        json.put("goldenTest", facts.goldenTest().english());
        json.put("researchUseOnly", true);
        json.put("findings", facts.rules().stream().map(FilmRoutes::rule).toList());
        context.json(json);
    }

    private static Map<String, Object> rule(FindingRule rule) {
        var json = new LinkedHashMap<String, Object>();
        json.put("finding", rule.finding());
        json.put("words", rule.words());
        json.put("operatingPoint", rule.point().name());
        json.put("threshold", rule.point().thresholdProbability());
        json.put("expectedSensitivity", rule.point().expectedSensitivity());
        json.put("expectedSpecificity", rule.point().expectedSpecificity());
        json.put("films", rule.point().films());
        json.put("positives", rule.point().positives());
        return json;
    }

    private void health(Context context) {
        var status = health.status();
        var tally = status.tally();
        var json = new LinkedHashMap<String, Object>();
        json.put("state", status.state().code());
        json.put("words", status.words(Language.english()));
        json.put("concerns", status.concerns().stream().map(Sentence::english).toList());
        model.get().ifPresent(facts -> {
            json.put("model", facts.name().toString());
            json.put("modelDigest", facts.name().digest());
            json.put("provider", facts.provider());
            json.put("goldenTest", facts.goldenTest().english());
        });
        json.put("aeTitle", address.aeTitle());
        json.put("dicomPort", address.dicomPort());
        json.put("diskFreeBytes", status.freeBytes());
        json.put("films", tally.films());
        json.put("waiting", tally.open());
        json.put("scored", tally.scored());
        json.put("refused", tally.refused());
        json.put("failed", tally.failed());
        json.put("deliveriesWaiting", tally.reportsWaiting());
        json.put("deliveriesStuck", tally.reportsStuck());
        json.put("deliveriesDead", tally.reportsDead());
        context.json(json);
    }
}
