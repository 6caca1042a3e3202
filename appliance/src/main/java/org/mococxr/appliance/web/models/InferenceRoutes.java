package org.mococxr.appliance.web.models;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.screening.ModelInUse;
import org.mococxr.appliance.web.door.BodyLimit;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SpokenResponse;

/**
 * The model in use by the Open Inference Protocol, version 2 (also called KServe v2), over JSON: prepared films in, the
 * network's outputs out. No gate looks at such a film and nothing is stored, which every answer says.
 */
public final class InferenceRoutes {
    private static final String SERVER = "cxr-box";
    private static final BodyLimit REQUEST = new BodyLimit(16 << 20);
    private static final int AT_A_TIME = 2;
    private static final int RETRY_SECONDS = 30;

    private final ModelInUse models;
    private final Semaphore requests = new Semaphore(AT_A_TIME); // each holds its numbers as a tree

    public InferenceRoutes(ModelInUse models) {
        this.models = models;
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_SYSTEM);
        routes.get("/v2", see, this::server);
        routes.get("/v2/health/live", Needs.NOTHING, context -> context.json(Map.of("live", true)));
        routes.get("/v2/health/ready", Needs.NOTHING, this::ready);
        for (var model : List.of("/v2/models/{model}", "/v2/models/{model}/versions/{version}")) {
            routes.get(model, see, this::model);
            routes.get(model + "/ready", see, this::modelReady);
            routes.post(model + "/infer", Needs.right(Right.RUN_MODEL), REQUEST, this::inferInTurn);
        }
    }

    private void server(Context context) {
        context.json(Map.of("name", SERVER, "version", "2", "extensions", List.of()));
    }

    private void ready(Context context) {
        context.status(models.mayScore() ? 200 : 503).json(Map.of("ready", models.mayScore()));
    }

    /** One model and one version of it are served: the one in use, whose version is its release. */
    private ModelFacts require(Context context) {
        var facts = models.known().orElseThrow(() -> unavailable(context));
        var asked = context.pathParam("model");
        if (!asked.equals(facts.name().name()) && !asked.equals(facts.name().digest())) {
            throw new NotFoundResponse(
                    "The model in use is %s, not %s.".formatted(facts.name().name(), asked));
        }
        var version = context.pathParamMap().get("version");
        if (version != null && !version.equals(facts.release())) {
            throw new NotFoundResponse("The version of %s in use is %s, not %s."
                    .formatted(facts.name().name(), facts.release(), version));
        }
        return facts;
    }

    private void modelReady(Context context) {
        var facts = require(context);
        context.status(models.mayScore() ? 200 : 503)
                .json(Map.of("name", facts.name().name(), "ready", models.mayScore()));
    }

    private void model(Context context) {
        context.json(InferenceJson.metadata(require(context)));
    }

    private void inferInTurn(Context context) {
        if (!requests.tryAcquire()) {
            context.header("Retry-After", "1");
            throw new HttpResponseException(429, "Other requests are being answered; ask again in a moment.", Map.of());
        }
        try {
            infer(context);
        } finally {
            requests.release();
        }
    }

    private void infer(Context context) {
        var asked = require(context);
        if (!models.mayScore()) {
            throw unavailable(context);
        }
        var request = InferenceJson.read(body(context), asked.inputSizePixels());
        try (var loan = models.borrow()) {
            var model = loan.model();
            if (!model.digest().equals(asked.name().digest())) {
                throw new HttpResponseException(503, "The model was exchanged this moment; ask again.", Map.of());
            }
            var outputs = request.films().stream().map(model::run).toList();
            var json = new LinkedHashMap<String, Object>();
            json.put("model_name", asked.name().name());
            json.put("model_version", asked.release());
            request.id().ifPresent(id -> json.put("id", id));
            json.put(
                    "parameters",
                    Map.of(
                            "research_use_only",
                            true,
                            "gate_applied",
                            false,
                            "model_digest",
                            asked.name().digest(),
                            "provider",
                            asked.providerName()));
            json.put("outputs", InferenceJson.outputs(outputs));
            context.json(json);
        }
    }

    private HttpResponseException unavailable(Context context) {
        context.header("Retry-After", String.valueOf(RETRY_SECONDS));
        return new SpokenResponse(
                503, Sentence.of("models.stopped", models.stopReason().orElseGet(() -> Sentence.of("models.none"))));
    }

    private static byte[] body(Context context) {
        try {
            return Requests.body(context).readAllBytes();
        } catch (IOException e) {
            throw new BadRequestResponse("The request could not be read: " + e.getMessage());
        }
    }
}
