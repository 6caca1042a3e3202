package org.mococxr.appliance.web.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.OfferedPackages;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;

/** Lets programs look at the models of the box, install, try out, activate and go back. */
public final class ModelRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = 100;

    private final ModelKeeper keeper;
    private final OfferedPackages offered;
    private final ModelJson json;
    private final ModelActs acts;

    public ModelRoutes(Shown.Models models, Journal journal, ModelActs acts) {
        this.keeper = models.keeper();
        this.offered = models.offered();
        this.json = new ModelJson(journal.models());
        this.acts = acts;
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_SYSTEM);
        var manage = Needs.right(Right.MANAGE_MODELS);
        routes.get("/api/v1/models", see, this::list);
        routes.post("/api/v1/models", manage, ModelActs.PACKAGE, this::upload);
        routes.get("/api/v1/models/importable", manage, this::importable);
        routes.post("/api/v1/models/importable/{file}", manage, this::takeFromFolder);
        routes.post("/api/v1/models/rollback", manage, context -> answer(context, acts.rollBack(context)));
        routes.delete("/api/v1/models/trial", manage, this::endTrial);
        routes.get("/api/v1/models/{model}", see, context -> answer(context, acts.named(context)));
        routes.post("/api/v1/models/{model}/activate", manage, context -> answer(context, acts.activate(context)));
        routes.post("/api/v1/models/{model}/trial", manage, context -> answer(context, acts.tryOut(context)));
        routes.put("/api/v1/models/{model}/cut-offs", manage, this::chooseCutOffs);
        routes.post("/api/v1/models/acknowledge", manage, this::acknowledge);
        routes.post("/api/v1/self-test", manage, this::selfTest);
    }

    private void answer(Context context, InstalledModel model) {
        context.json(json.of(model));
    }

    private void list(Context context) {
        var store = keeper.store();
        context.json(Map.of(
                "models",
                store.list().stream().map(json::of).toList(),
                "damaged",
                store.damaged().stream().map(ModelJson::damaged).toList(),
                "events",
                json.events(EVENTS)));
    }

    private void upload(Context context) {
        try {
            installed(context, acts.install(context, Requests.body(context), Sentence.of("audit.model.upload")));
        } catch (IOException e) {
            throw new BadRequestResponse("The package could not be read: " + e.getMessage());
        }
    }

    private void takeFromFolder(Context context) {
        installed(context, acts.takeFromFolder(context));
    }

    private void installed(Context context, InstalledModel model) {
        context.status(201).header("Location", "/api/v1/models/" + model.digest());
        answer(context, model);
    }

    private void importable(Context context) {
        var offers = offered.list();
        context.json(Map.of(
                "packages",
                offers.packages().stream().map(ModelRoutes::offered).toList(),
                "leftOut",
                offers.leftOut().stream().map(Sentence::english).toList()));
    }

    private static Map<String, String> offered(OfferedPackages.Offered offered) {
        var json = new LinkedHashMap<String, String>();
        json.put("file", offered.file().getFileName().toString());
        json.put("folder", String.valueOf(offered.file().getParent()));
        offered.installed().ifPresent(model -> json.put("installedAs", model.digest()));
        return json;
    }

    private void endTrial(Context context) {
        acts.endTrial(context);
        context.status(204);
    }

    private void acknowledge(Context context) {
        acts.acknowledge(context);
        context.status(204);
    }

    /** The body names the model once more, in full. */
    private void chooseCutOffs(Context context) {
        acts.named(context);
        answer(context, acts.decideBy(context, cutOffs(context)));
    }

    private static CutOffs cutOffs(Context context) {
        try {
            var tree = JSON.readTree(Requests.body(context));
            if (!tree.path("points").isObject()) {
                throw notAChoice();
            }
            return new CutOffs(
                    tree.path("modelDigest").asText(),
                    JSON.convertValue(tree.path("points"), new TypeReference<Map<String, String>>() {}));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw notAChoice();
        } catch (IOException e) {
            throw new BadRequestResponse("The request could not be read: " + e.getMessage());
        }
    }

    private static BadRequestResponse notAChoice() {
        return new BadRequestResponse(
                "Expected {\"modelDigest\": \"...\", \"points\": {\"FINDING\": \"OPERATING POINT\"}}.");
    }

    private void selfTest(Context context) {
        var words = acts.selfTest(context).english();
        context.json(Map.of("passed", keeper.inUse().mayScore(), "words", words));
    }
}
