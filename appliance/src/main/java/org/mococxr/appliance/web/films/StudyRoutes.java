package org.mococxr.appliance.web.films;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmSearch;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.Study;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;

/** Answers programs: studies, and earlier films of the same person. */
public final class StudyRoutes {
    private static final int LISTED = 100;
    private static final int MOST_LISTED = 1000;
    private static final int EARLIER = 20;

    private final Journal journal;

    public StudyRoutes(Journal journal) {
        this.journal = journal;
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_FILMS);
        routes.get("/api/v1/studies", see, this::list);
        routes.get("/api/v1/studies/{ref}", see, this::one);
        routes.get("/api/v1/films/{ref}/study", see, this::ofFilm);
        routes.get("/api/v1/films/{ref}/earlier", see, this::earlier);
    }

    private void list(Context context) {
        var limit = Requests.number(context, "limit", LISTED, 1, MOST_LISTED);
        var search = FilmSearch.of(Requests.filter(context));
        var before = context.queryParam("before");
        var studies = before == null
                ? journal.studies().newest(search, limit)
                : journal.studies().older(search, lastOfAPage(before), limit);
        context.json(Map.of("studies", studies.stream().map(StudyRoutes::json).toList()));
    }

    private Study lastOfAPage(String ref) {
        return journal.studies()
                .study(ref)
                .orElseThrow(() -> new BadRequestResponse("'before' is the ref of a study; there is no such study"));
    }

    private void one(Context context) {
        context.json(json(journal.studies()
                .study(context.pathParam("ref"))
                .orElseThrow(() -> new NotFoundResponse("There is no such study."))));
    }

    private void ofFilm(Context context) {
        context.json(json(journal.studies()
                .ofFilm(Requests.film(context, journal))
                .orElseThrow(() -> new NotFoundResponse("This film belongs to no study."))));
    }

    private void earlier(Context context) {
        FilmEntry film = Requests.film(context, journal);
        context.json(Map.of(
                "films",
                journal.worklist().earlier(film, EARLIER).stream()
                        .map(FilmJson::of)
                        .toList()));
    }

    private static Map<String, Object> json(Study study) {
        var json = new LinkedHashMap<String, Object>();
        json.put("ref", study.ref());
        json.put("openedAt", study.openedAt().toString());
        json.put("changedAt", study.changedAt().toString());
        json.put("open", study.open());
        json.put("films", study.films());
        study.result().ifPresent(result -> json.put("result", result(result)));
        return json;
    }

    private static Map<String, Object> result(Study.Result result) {
        var json = new LinkedHashMap<String, Object>();
        json.put("number", result.number());
        json.put("at", result.at().toString());
        json.put("films", result.films());
        json.put("scored", result.scored());
        json.put(
                "findings", result.findings().stream().map(StudyRoutes::finding).toList());
        return json;
    }

    private static Map<String, Object> finding(Study.Finding finding) {
        var json = new LinkedHashMap<String, Object>();
        json.put("finding", finding.finding());
        json.put("score", finding.probability());
        json.put("suggestive", finding.suggestive());
        json.put("nearCutOff", finding.nearCutOff());
        json.put("film", finding.filmRef());
        return json;
    }
}
