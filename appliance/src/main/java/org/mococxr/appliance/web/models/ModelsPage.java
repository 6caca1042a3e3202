package org.mococxr.appliance.web.models;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.ModelEvent;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.OfferedPackages;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SentFiles;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Markdown;
import org.mococxr.appliance.web.html.Table;

/** The models of the box: what is in use, what it says about itself, how another one compares; install, activate, go back. */
public final class ModelsPage {
    private static final int EVENTS = 20;

    private final ModelKeeper keeper;
    private final OfferedPackages offered;
    private final ModelActs acts;
    private final Journal journal;
    private final Frame frame;

    public ModelsPage(Shown shown, ModelActs acts, Frame frame) {
        this.keeper = shown.models().keeper();
        this.offered = shown.models().offered();
        this.acts = acts;
        this.journal = shown.journal();
        this.frame = frame;
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_SYSTEM);
        var manage = Needs.right(Right.MANAGE_MODELS);
        routes.get("/models", see, context -> list(context, Html.EMPTY));
        routes.post("/models", manage, ModelActs.PACKAGE, context -> act(context, () -> upload(context)));
        routes.post(
                "/models/importable/{file}",
                manage,
                context -> act(context, () -> installed(context, acts.takeFromFolder(context))));
        routes.post("/models/rollback", manage, context -> act(context, () -> inUse(context, acts.rollBack(context))));
        routes.post("/models/self-test", manage, context -> act(context, () -> selfTest(context)));
        routes.post("/models/acknowledge", manage, context -> act(context, () -> acknowledged(context)));
        routes.post("/models/trial/end", manage, context -> act(context, () -> endTrial(context)));
        routes.get("/models/{model}", see, this::one);
        routes.get("/models/{model}/card", see, this::card);
        routes.post(
                "/models/{model}/activate",
                manage,
                context -> act(context, () -> inUse(context, acts.activate(context))));
        routes.post("/models/{model}/trial", manage, context -> act(context, () -> triedOut(context)));
    }

    /** Does it and shows the list with what was done, or why it was not. */
    private void act(Context context, Supplier<String> work) {
        Html notice;
        try {
            notice = Pages.notice("good", work.get());
        } catch (SpokenResponse e) {
            context.status(e.getStatus());
            notice = Pages.notice("wrong", View.of(context).say(e.why()));
        }
        list(context, notice);
    }

    private String upload(Context context) {
        if (!context.isMultipartFormData()) {
            throw SpokenResponse.badRequest("models.no_file");
        }
        try {
            var file = SentFiles.of(context).next().orElseThrow(() -> SpokenResponse.badRequest("models.no_file"));
            return installed(context, acts.install(context, file.content(), Sentence.of("audit.model.upload")));
        } catch (IOException e) {
            throw SpokenResponse.badRequest("model.unreadable", e);
        }
    }

    private static String title(Context context, InstalledModel model) {
        return new ModelSheet(View.of(context), model).title();
    }

    private static String installed(Context context, InstalledModel model) {
        return View.of(context).say("models.done.installed", title(context, model));
    }

    private static String inUse(Context context, InstalledModel model) {
        return View.of(context).say("models.done.in_use", title(context, model));
    }

    private String triedOut(Context context) {
        return View.of(context).say("models.done.trial", title(context, acts.tryOut(context)));
    }

    private String endTrial(Context context) {
        acts.endTrial(context);
        return View.of(context).say("models.done.trial_ended");
    }

    private String selfTest(Context context) {
        return View.of(context).say(acts.selfTest(context));
    }

    private void list(Context context, Html notice) {
        var view = View.of(context);
        var models = new ArrayList<>(keeper.store().list());
        models.sort((one, other) -> Integer.compare(rank(one), rank(other)));
        var parts = new ArrayList<Html>();
        parts.add(notice);
        parts.add(trouble(view));
        models.forEach(model -> parts.add(card(view, model)));
        parts.add(Html.when(view.may(Right.MANAGE_MODELS), () -> install(view)));
        parts.add(events(view, models));
        Pages.html(context, frame.page(view, "nav.models", parts.toArray(Html[]::new)));
    }

    private String acknowledged(Context context) {
        acts.acknowledge(context);
        return View.of(context).say("models.done.acknowledged");
    }

    /** What keeps the box from its work, what it did about it by itself, and what is damaged. */
    private Html trouble(View view) {
        var mayManage = view.may(Right.MANAGE_MODELS);
        var parts = new ArrayList<Html>();
        if (keeper.inUse().known().isEmpty()) {
            keeper.inUse()
                    .stopReason()
                    .ifPresent(why -> parts.add(Pages.notice("wrong", view.say("models.stopped", why))));
            parts.add(Html.when(mayManage, () -> view.button("/models/self-test", "models.self_test", "")));
        }
        journal.models().leftByItself().ifPresent(why -> {
            parts.add(Pages.notice("wrong", view.say("concern.model_left", why)));
            parts.add(Html.when(mayManage, () -> view.button("/models/acknowledge", "models.acknowledge", "")));
        });
        keeper.store().choiceTrouble().ifPresent(why -> parts.add(Pages.notice("wrong", view.say(why))));
        keeper.store()
                .damaged()
                .forEach(damaged ->
                        parts.add(Pages.notice(damaged.isMissed() ? "wrong" : "", view.say(damaged.words()))));
        return Html.join(parts);
    }

    /** What is in use first, then what is tried out, then what one could go back to. */
    private static int rank(InstalledModel model) {
        var roles = model.roles();
        return roles.contains(InstalledModel.Role.ACTIVE)
                ? 0
                : roles.contains(InstalledModel.Role.SHADOW) ? 1 : roles.contains(InstalledModel.Role.PREVIOUS) ? 2 : 3;
    }

    private Html card(View view, InstalledModel model) {
        var sheet = new ModelSheet(view, model);
        return Html.of(
                """
                <section class="sheet model"><h2><a href="/models/{}">{}</a> {}</h2>
                <p>{}</p>{}{}<p class="quiet">{}</p>{}</section>""",
                ModelSheet.digest(model),
                sheet.title(),
                sheet.roles(),
                sheet.decidesBy(),
                Html.when(model.roles().contains(InstalledModel.Role.ACTIVE), () -> running(view)),
                Html.when(model.roles().contains(InstalledModel.Role.SHADOW), () -> sheet.trial(journal.models())),
                view.say("models.signed", model.signingKeyId(), ModelSheet.digest(model)),
                Html.when(view.may(Right.MANAGE_MODELS), () -> buttons(view, model)));
    }

    private Html running(View view) {
        return Html.of(
                "{}{}",
                keeper.inUse()
                        .known()
                        .map(facts ->
                                Html.of("<p>{}</p>", view.say("models.running", facts.provider(), facts.goldenTest())))
                        .orElse(Html.EMPTY),
                keeper.inUse()
                        .stopReason()
                        .map(why -> Pages.notice("wrong", view.say("models.stopped", why)))
                        .orElse(Html.EMPTY));
    }

    private static Html buttons(View view, InstalledModel model) {
        var path = "/models/" + ModelSheet.digest(model);
        var roles = model.roles();
        var buttons = new ArrayList<Html>();
        if (roles.contains(InstalledModel.Role.ACTIVE)) {
            buttons.add(Html.of("<a class=\"button\" href=\"{}#points\">{}</a>", path, view.say("models.choose")));
            buttons.add(view.button("/models/self-test", "models.self_test", ""));
        } else {
            buttons.add(view.button(path + "/activate", "models.activate", "main"));
            buttons.add(
                    roles.contains(InstalledModel.Role.SHADOW)
                            ? view.button("/models/trial/end", "models.end_trial", "")
                            : view.button(path + "/trial", "models.try", ""));
        }
        if (roles.contains(InstalledModel.Role.PREVIOUS)) {
            buttons.add(view.button("/models/rollback", "models.rollback", ""));
        }
        return Html.of("<div class=\"acts\">{}</div>", buttons);
    }

    private Html install(View view) {
        return Html.of(
                """
                <section class="sheet"><h2>{}</h2><p>{}</p>
                <form method="post" action="/models" enctype="multipart/form-data" class="acts" data-busy="{}">{}
                <label class="file">{} <input type="file" name="package" accept=".cxrmodel" required></label><button class="main">{}</button></form>
                {}</section>""",
                view.say("models.install"),
                view.say("models.install.why"),
                view.say("models.installing"),
                view.csrf(),
                view.say("models.package"),
                view.say("models.install.button"),
                fromFolders(view));
    }

    private Html fromFolders(View view) {
        var offers = offered.list();
        return Html.of(
                "{}{}",
                Html.when(
                        !offers.packages().isEmpty(),
                        () -> Html.of(
                                "<h3>{}</h3><ul class=\"plain\">{}</ul>",
                                view.say("models.importable"),
                                offers.packages().stream()
                                        .map(file -> offered(view, file))
                                        .toList())),
                offers.leftOut().stream()
                        .map(words -> Html.of("<p class=\"small\">{}</p>", view.say(words)))
                        .toList());
    }

    private static Html offered(View view, OfferedPackages.Offered offered) {
        var file = offered.file();
        var name = Html.of(
                "<span>{} <span class=\"quiet\">{}</span></span>",
                file.getFileName(),
                String.valueOf(file.getParent()));
        return offered.installed()
                .map(model -> Html.of(
                        "<li><div class=\"acts\">{}<span class=\"chip\">{}</span></div></li>",
                        name,
                        view.say("models.installed_already", new ModelSheet(view, model).title())))
                .orElseGet(() -> Html.of(
                        "<li><form method=\"post\" action=\"/models/importable/{}\" class=\"acts\" data-busy=\"{}\">{}{}<button>{}</button></form></li>",
                        file.getFileName(),
                        view.say("models.installing"),
                        view.csrf(),
                        name,
                        view.say("models.install.button")));
    }

    private Html events(View view, List<InstalledModel> models) {
        var events = journal.models().events(EVENTS);
        return Html.when(
                !events.isEmpty(),
                () -> Table.of(
                        view.say("models.events"),
                        view.sayAll("audit.when", "system.model", "models.event"),
                        events.stream().map(event -> event(view, models, event)).toList()));
    }

    private static Html event(View view, List<InstalledModel> models, ModelEvent event) {
        var name = models.stream()
                .filter(model -> model.digest().equals(event.digest()))
                .findFirst()
                .map(model -> new ModelSheet(view, model).title())
                .orElse(event.digest());
        return Table.row(view.moment(event.at(), false), name, view.say(event.words()));
    }

    private void one(Context context) {
        var view = View.of(context);
        var model = acts.named(context);
        var sheet = new ModelSheet(view, model);
        var manifest = model.manifest();
        var path = "/models/" + ModelSheet.digest(model);
        var mayChoose = view.may(Right.MANAGE_MODELS);
        var points = manifest.findings().stream()
                .map(finding -> sheet.points(finding, mayChoose))
                .toList();
        var parts = new ArrayList<Html>(List.of(
                Html.of("<p><a href=\"/models\">← {}</a></p>", view.say("nav.models")),
                Html.of("<p>{}</p><p lang=\"en\">{}</p>", sheet.roles(), manifest.intendedUse()),
                Html.of("<h2 id=\"points\">{}</h2><p>{}</p>", view.say("models.points"), view.say("models.points.why")),
                mayChoose
                        ? Html.of(
                                "<form method=\"get\" action=\"{}/points\">{}<button class=\"main\">{}</button></form>",
                                path,
                                points,
                                view.say("models.preview"))
                        : Html.join(points)));
        if (model.roles().contains(InstalledModel.Role.SHADOW)) {
            parts.add(Html.of("<h2>{}</h2>{}", view.say("models.trial"), sheet.trial(journal.models())));
        }
        parts.add(Html.of("<h2>{}</h2>", view.say("models.measured")));
        manifest.findings().forEach(finding -> parts.add(sheet.metrics(finding)));
        parts.add(Html.of("<h2>{}</h2>", view.say("models.learned")));
        parts.add(sheet.sources());
        parts.add(Html.of(
                "<h2>{}</h2><ul><li>{}</li><li>{}</li><li>{}</li></ul>",
                view.say("models.limits"),
                view.say("models.limits.elsewhere"),
                view.say("models.limits.input", manifest.input().sizePixels()),
                view.say("models.limits.refusals")));
        parts.add(Html.of(
                "<p><a class=\"button\" href=\"{}/card\">{}</a></p><p class=\"quiet\">{}</p>",
                path,
                view.say("models.card"),
                view.say("models.signed", model.signingKeyId(), model.digest())));
        Pages.html(context, frame.titled(view, sheet.title(), parts));
    }

    /** The package is read and verified anew: what is shown is what was signed. */
    private void card(Context context) {
        var view = View.of(context);
        var model = acts.named(context);
        var read = acts.read(model);
        Pages.html(
                context,
                frame.titled(
                        view,
                        view.say("models.card"),
                        List.of(
                                Html.of(
                                        "<p><a href=\"/models/{}\">← {}</a></p>",
                                        ModelSheet.digest(model),
                                        new ModelSheet(view, model).title()),
                                Html.of(
                                        "<article class=\"sheet card\" lang=\"en\">{}</article>",
                                        Markdown.of(read.modelCard(), 1)),
                                Html.of(
                                        "<details class=\"sheet\"><summary>{}</summary><pre>{}</pre></details>",
                                        view.say("models.licences"),
                                        read.licenses()))));
    }
}
