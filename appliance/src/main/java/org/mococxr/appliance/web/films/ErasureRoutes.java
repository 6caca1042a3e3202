package org.mococxr.appliance.web.films;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import org.mococxr.appliance.journal.Erasures.Scope;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;

/** Lets programs erase films; whom they are of is not said. */
public final class ErasureRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Journal journal;
    private final ErasureActs acts;

    public ErasureRoutes(Shown shown) {
        this.journal = shown.journal();
        this.acts = new ErasureActs(shown);
    }

    public void addTo(Routes routes) {
        var erase = Needs.right(Right.ERASE_FILMS);
        routes.get("/api/v1/films/{ref}/erasure", erase, this::show);
        routes.post("/api/v1/films/{ref}/erasure", erase, this::erase);
    }

    private void show(Context context) {
        var film = Requests.film(context, journal);
        var code = context.queryParam("scope");
        var scope = ErasureActs.scope(code == null ? "" : code);
        answer(context, scope, acts.films(film, scope), false);
    }

    private static void answer(Context context, Scope scope, List<FilmEntry> films, boolean erased) {
        var json = new LinkedHashMap<String, Object>();
        json.put("scope", scope.code());
        json.put("films", films.stream().map(FilmEntry::ref).toList());
        json.put("waitingReports", ErasureActs.waitingReports(films));
        json.put("erased", erased);
        context.json(json);
    }

    private void erase(Context context) {
        var film = Requests.film(context, journal);
        var wanted = body(context);
        var scope = ErasureActs.scope(wanted.path("scope").asText());
        var films = acts.films(film, scope);
        acts.erase(
                Doorkeeper.visitor(context).name(),
                film,
                scope,
                wanted.path("films").asInt(),
                wanted.path("reason").asText());
        answer(context, scope, films, true);
    }

    private static JsonNode body(Context context) {
        try {
            var body = JSON.readTree(Requests.body(context));
            if (body.path("films").isInt() && body.path("reason").isTextual()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw expected();
        } catch (IOException e) {
            throw new BadRequestResponse("The request could not be read: " + e.getMessage());
        }
        throw expected();
    }

    private static BadRequestResponse expected() {
        return new BadRequestResponse(
                "Expected {\"scope\": \"film|study|patient\", \"films\": HOW MANY, \"reason\": \"...\"}; GET says how many there are.");
    }
}
