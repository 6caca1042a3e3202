package org.mococxr.appliance.web.models;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.ModelRefusedException;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.modelstore.ModelUnknownException;
import org.mococxr.appliance.modelstore.OfferedPackages;
import org.mococxr.appliance.modelstore.PackageDamagedException;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.screening.CutOffRefusedException;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.appliance.screening.ModelNotUsableException;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.BodyLimit;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ModelPackageUnreadableException;

/**
 * What pages and programs do with the models of the box. Each act is audited with who did it; a refusal is an
 * {@link HttpResponseException} with the sentence for whoever asked.
 */
public final class ModelActs {
    /** A package by HTTP, with the form around it. */
    static final BodyLimit PACKAGE = new BodyLimit(ModelStore.MOST_PACKAGE_BYTES + (1 << 20));

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
    InstalledModel install(Context context, InputStream content, Sentence from) {
        return orRefuse(() -> changed(context, keeper.install(content), Sentence.of("audit.model.installed", from)));
    }

    /** The package that the path names, from a folder that this box looks into. */
    InstalledModel takeFromFolder(Context context) {
        var name = context.pathParam("file");
        var file = offered.named(name).orElseThrow(() -> SpokenResponse.notFound("model.no_such_file", name));
        try (var content = Files.newInputStream(file)) {
            return install(context, content, Sentence.quoted(name));
        } catch (IOException e) {
            throw SpokenResponse.badRequest("model.unreadable", e);
        }
    }

    InstalledModel activate(Context context) {
        return orRefuse(() ->
                changed(context, keeper.activate(context.pathParam("model")), Sentence.of("audit.model.activated")));
    }

    InstalledModel rollBack(Context context) {
        return orRefuse(() -> changed(context, keeper.rollBack(), Sentence.of("audit.model.went_back")));
    }

    InstalledModel tryOut(Context context) {
        return orRefuse(
                () -> changed(context, keeper.tryOut(context.pathParam("model")), Sentence.of("audit.model.trial")));
    }

    void endTrial(Context context) {
        orRefuse(() -> {
            keeper.store().endTrial();
            keeper.follow();
            return keeper;
        });
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, "", Sentence.of("audit.model.trial_ended"));
    }

    /** A choice that was made looking at one model must not reach another. */
    InstalledModel decideBy(Context context, CutOffs chosen) {
        var model = named(context);
        if (!chosen.modelDigest().equals(model.digest())) {
            throw SpokenResponse.conflict("points.of_another_model", chosen.modelDigest(), model.digest());
        }
        return orRefuse(() -> {
            var decided = keeper.store().decideBy(chosen);
            keeper.follow();
            return changed(context, decided, Sentence.of("model.event.points", chosen.inWords()));
        });
    }

    /** Whoever looks has seen that the box changed its model by itself. */
    void acknowledge(Context context) {
        keeper.acknowledge();
        audit.record(
                Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, "", Sentence.of("model.event.acknowledged"));
    }

    /** The package read and verified anew. */
    ModelPackage read(InstalledModel model) {
        return orRefuse(() -> keeper.store().read(model.digest()));
    }

    /** @return how it went */
    Sentence selfTest(Context context) {
        var words = keeper.selfTest();
        audit.record(
                Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, "", Sentence.of("audit.model.self_test", words));
        return words;
    }

    private InstalledModel changed(Context context, InstalledModel model, Sentence what) {
        audit.record(Doorkeeper.visitor(context).name(), Act.MODEL_CHANGED, model.digest(), what);
        return model;
    }

    private static <T> T orRefuse(Supplier<T> act) {
        try {
            return act.get();
        } catch (ModelUnknownException e) {
            throw new SpokenResponse(404, e.sentence());
        } catch (ModelPackageUnreadableException e) {
            throw new SpokenResponse(422, Sentence.of("model.refused", String.valueOf(e.getMessage())));
        } catch (CutOffRefusedException e) {
            throw new SpokenResponse(422, e.sentence());
        } catch (ModelRefusedException | ModelNotUsableException | PackageDamagedException e) {
            throw new SpokenResponse(409, e.sentence());
        }
    }
}
