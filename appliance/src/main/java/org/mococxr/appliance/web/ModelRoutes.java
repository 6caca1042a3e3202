package org.mococxr.appliance.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.ModelRefusedException;
import org.mococxr.appliance.modelstore.ModelUnknownException;
import org.mococxr.appliance.modelstore.PackageFolders;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.CutOffRefusedException;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.appliance.screening.ModelNotUsableException;
import org.mococxr.modelpackage.ModelPackageUnreadableException;

/** Lets programs and pages look at the models of the box, install, try out, activate and go back. */
final class ModelRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = 100;
    private static final int MOST_CHOICE_BYTES = 16 << 10;

    private final ModelKeeper keeper;
    private final PackageFolders folders;
    private final ModelJson json;
    private final Audit audit;

    ModelRoutes(WebServer.Models models, Journal journal, Audit audit) {
        this.keeper = models.keeper();
        this.folders = models.folders();
        this.json = new ModelJson(journal.models());
        this.audit = audit;
    }

    void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_SYSTEM);
        var manage = Needs.right(Right.MANAGE_MODELS);
        routes.get("/api/v1/models", see, this::list);
        routes.post("/api/v1/models", manage, this::upload);
        routes.get("/api/v1/models/importable", manage, this::importable);
        routes.post("/api/v1/models/importable/{file}", manage, this::takeFromFolder);
        routes.post("/api/v1/models/rollback", manage, this::rollBack);
        routes.delete("/api/v1/models/trial", manage, this::endTrial);
        routes.get("/api/v1/models/{model}", see, this::one);
        routes.post("/api/v1/models/{model}/activate", manage, this::activate);
        routes.post("/api/v1/models/{model}/trial", manage, this::tryOut);
        routes.put("/api/v1/models/{model}/cut-offs", manage, this::chooseCutOffs);
        routes.post("/api/v1/self-test", manage, this::selfTest);
    }

    private void list(Context context) {
        context.json(
                Map.of("models", keeper.store().list().stream().map(json::of).toList(), "events", json.events(EVENTS)));
    }

    private void one(Context context) {
        answer(context, () -> keeper.store().find(context.pathParam("model")));
    }

    private void upload(Context context) {
        install(context, context.req()::getInputStream, "an upload");
    }

    private void importable(Context context) {
        context.json(Map.of(
                "packages",
                folders.packages().stream()
                        .map(file -> Map.of(
                                "file", file.getFileName().toString(),
                                "folder", String.valueOf(file.getParent())))
                        .toList()));
    }

    private void takeFromFolder(Context context) {
        var name = context.pathParam("file");
        var file = folders.named(name)
                .orElseThrow(() -> new NotFoundResponse(
                        "There is no package called %s in the folders that this box looks into.".formatted(name)));
        install(context, () -> Files.newInputStream(file), name);
    }

    private interface Content {
        InputStream open() throws IOException;
    }

    private void install(Context context, Content content, String from) {
        answer(context, () -> {
            try (var bytes = content.open()) {
                var model = keeper.install(bytes);
                changed(context, model, "installed from " + from);
                context.status(201).header("Location", "/api/v1/models/" + model.digest());
                return model;
            } catch (IOException e) {
                throw new BadRequestResponse("The package could not be read: " + e.getMessage());
            }
        });
    }

    private void activate(Context context) {
        answer(context, () -> changed(context, keeper.activate(context.pathParam("model")), "activated"));
    }

    private void rollBack(Context context) {
        answer(context, () -> changed(context, keeper.rollBack(), "went back to it"));
    }

    private void tryOut(Context context) {
        answer(context, () -> changed(context, keeper.tryOut(context.pathParam("model")), "tried out"));
    }

    private void endTrial(Context context) {
        keeper.store().endTrial();
        keeper.follow();
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, "", "ended the trial");
        context.status(204);
    }

    /** The body names the model once more, in full: a choice that was made looking at one model must not reach another. */
    private void chooseCutOffs(Context context) {
        answer(context, () -> {
            var model = keeper.store().find(context.pathParam("model"));
            var chosen = cutOffs(context);
            if (!chosen.modelDigest().equals(model.digest())) {
                throw new ConflictResponse("These cut-offs were chosen for the model package %s and are refused for %s."
                        .formatted(chosen.modelDigest(), model.digest()));
            }
            var decided = keeper.store().decideBy(chosen);
            keeper.follow();
            return changed(context, decided, "operating points: " + chosen.inWords());
        });
    }

    private static CutOffs cutOffs(Context context) {
        try {
            var body = context.req().getInputStream().readNBytes(MOST_CHOICE_BYTES);
            var tree = JSON.readTree(body);
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
        var words = keeper.selfTest();
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, "", "self-test: " + words);
        context.json(Map.of("passed", keeper.inUse().mayScore(), "words", words));
    }

    private InstalledModel changed(Context context, InstalledModel model, String what) {
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, model.digest(), what);
        return model;
    }

    private void answer(Context context, Supplier<InstalledModel> act) {
        try {
            context.json(json.of(act.get()));
        } catch (ModelUnknownException e) {
            throw new NotFoundResponse(sentence(e));
        } catch (ModelPackageUnreadableException | CutOffRefusedException e) {
            throw new HttpResponseException(422, sentence(e), Map.of());
        } catch (ModelRefusedException | ModelNotUsableException e) {
            throw new ConflictResponse(sentence(e));
        }
    }

    private static String sentence(RuntimeException e) {
        var text = String.valueOf(e.getMessage());
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }
}
