package org.mococxr.appliance.web.models;

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
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.ModelRefusedException;
import org.mococxr.appliance.modelstore.ModelUnknownException;
import org.mococxr.appliance.modelstore.OfferedPackages;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.screening.CutOffRefusedException;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.appliance.screening.ModelNotUsableException;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.modelpackage.ModelPackageUnreadableException;

/**
 * What pages and programs do with the models of the box. Each act is audited with who did it; a refusal is an
 * {@link HttpResponseException} with the sentence for whoever asked.
 */
public final class ModelActs {
    private final ModelKeeper keeper;
    private final OfferedPackages offered;
    private final Audit audit;

    public ModelActs(Shown.Models models, Audit audit) {
        this.keeper = models.keeper();
        this.offered = models.offered();
        this.audit = audit;
    }

    /** The model that the path names. */
    InstalledModel named(Context context) {
        return orRefuse(() -> keeper.store().find(context.pathParam("model")));
    }

    /** @param from in words, for the audit */
    InstalledModel install(Context context, InputStream content, String from) {
        return orRefuse(() -> changed(context, keeper.install(content), "installed from " + from));
    }

    /** The package that the path names, from a folder that this box looks into. */
    InstalledModel takeFromFolder(Context context) {
        var name = context.pathParam("file");
        var file = offered.named(name)
                .orElseThrow(() -> new NotFoundResponse(
                        "There is no package called %s in the folders that this box looks into.".formatted(name)));
        try (var content = Files.newInputStream(file)) {
            return install(context, content, name);
        } catch (IOException e) {
            throw new BadRequestResponse("The package could not be read: " + e.getMessage());
        }
    }

    InstalledModel activate(Context context) {
        return orRefuse(() -> changed(context, keeper.activate(context.pathParam("model")), "activated"));
    }

    InstalledModel rollBack(Context context) {
        return orRefuse(() -> changed(context, keeper.rollBack(), "went back to it"));
    }

    InstalledModel tryOut(Context context) {
        return orRefuse(() -> changed(context, keeper.tryOut(context.pathParam("model")), "tried out"));
    }

    void endTrial(Context context) {
        keeper.store().endTrial();
        keeper.follow();
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, "", "ended the trial");
    }

    /** A choice that was made looking at one model must not reach another. */
    InstalledModel decideBy(Context context, CutOffs chosen) {
        var model = named(context);
        if (!chosen.modelDigest().equals(model.digest())) {
            throw new ConflictResponse("These cut-offs were chosen for the model package %s and are refused for %s."
                    .formatted(chosen.modelDigest(), model.digest()));
        }
        return orRefuse(() -> {
            var decided = keeper.store().decideBy(chosen);
            keeper.follow();
            return changed(context, decided, "operating points: " + chosen.inWords());
        });
    }

    /** @return how it went, in words */
    String selfTest(Context context) {
        var words = keeper.selfTest();
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, "", "self-test: " + words);
        return words;
    }

    private InstalledModel changed(Context context, InstalledModel model, String what) {
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, model.digest(), what);
        return model;
    }

    private static <T> T orRefuse(Supplier<T> act) {
        try {
            return act.get();
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
