package org.mococxr.appliance.web.uploads;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.EofException;
import org.mococxr.appliance.dicomweb.BadMultipartException;
import org.mococxr.appliance.intake.Delivered;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.intake.UploadResult;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.door.BodyLimit;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.ProblemDetails;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SentFiles;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.appliance.web.language.ChosenLanguage;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.inbox.Source;

/** Takes films by HTTP: one, or a zip of them, as the body of a request, or several in a form. */
public final class Uploads {
    private static final Source SOURCE = new Source(Source.Way.UPLOAD, "upload");
    private static final String BULK = "bulk";
    private static final int RETRY_SECONDS = 30;

    private final Intake intake;
    private final Audit audit;
    private final Semaphore atATime;
    private final BodyLimit limit;

    public Uploads(Intake intake, Audit audit, WebSettings settings) {
        this.intake = intake;
        this.audit = audit;
        this.atATime = new Semaphore(settings.uploadsAtATime());
        this.limit = new BodyLimit(settings.mostUploadBytes());
    }

    public void addTo(Routes routes) {
        routes.post("/api/v1/films", Needs.right(Right.SEND_FILMS), limit, this::receive);
    }

    private void receive(Context context) throws IOException {
        if (!atATime.tryAcquire()) {
            putOff(context, Sentence.of("intake.several"));
            return;
        }
        try {
            if (context.isMultipartFormData()) {
                receiveForm(context);
            } else {
                answer(context, take(context, "", Requests.body(context)));
            }
        } finally {
            atATime.release();
        }
    }

    private void receiveForm(Context context) throws IOException {
        var results = new ArrayList<Delivered>();
        var files = SentFiles.of(context);
        for (var file = files.next(); file.isPresent(); file = files.next()) {
            results.addAll(take(context, file.get().name(), file.get().content()));
        }
        if (results.isEmpty()) {
            throw SpokenResponse.badRequest("intake.no_file");
        }
        var accept = context.header("Accept");
        if (accept != null && accept.contains("text/html") && taken(results) == results.size()) {
            context.redirect("/", HttpStatus.SEE_OTHER); // a browser without scripts
        } else {
            answer(context, results);
        }
    }

    private List<Delivered> take(Context context, String name, InputStream content) throws IOException {
        var results = intake(name, content);
        for (var delivered : results) {
            if (delivered.result() instanceof UploadResult.Taken taken) {
                audit.record(Doorkeeper.visitor(context).name(), Act.FILM_SENT, taken.ref());
                if (BULK.equals(context.queryParam("lane"))) {
                    intake.queueAsBulk(taken.ref());
                }
            }
        }
        return results;
    }

    private List<Delivered> intake(String name, InputStream content) throws IOException {
        try {
            return intake.takeIn(name, content, SOURCE);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof EofException || e.getCause() instanceof BadMultipartException) {
                throw SpokenResponse.badRequest("intake.broke_off");
            }
            throw e;
        }
    }

    private static long taken(List<Delivered> results) {
        return results.stream()
                .filter(delivered -> delivered.result() instanceof UploadResult.Taken)
                .count();
    }

    private void answer(Context context, List<Delivered> results) {
        if (results.size() == 1) {
            answer(context, results.get(0).result());
            return;
        }
        var taken = taken(results);
        var language = ChosenLanguage.of(context);
        context.status(taken == results.size() ? 201 : 207)
                .json(Map.of(
                        "words",
                        taken == results.size()
                                ? language.say("intake.all_received", taken)
                                : language.say(
                                        "intake.some_received", taken, results.size(), firstTrouble(language, results)),
                        "results",
                        results.stream().map(one -> json(language, one)).toList()));
    }

    private static String firstTrouble(Language language, List<Delivered> results) {
        return results.stream()
                .filter(delivered -> !(delivered.result() instanceof UploadResult.Taken))
                .map(delivered -> "%s: %s"
                        .formatted(
                                delivered.name(),
                                json(language, delivered.result()).get("detail")))
                .findFirst()
                .orElse("");
    }

    private static Map<String, Object> json(Language language, Delivered delivered) {
        var json = new LinkedHashMap<>(json(language, delivered.result()));
        json.put("file", delivered.name());
        return json;
    }

    private void answer(Context context, UploadResult result) {
        result.fold(
                taken -> context.status(201)
                        .header("Location", "/api/v1/films/" + taken.ref())
                        .json(json(ChosenLanguage.of(context), taken)),
                notTaken -> ProblemDetails.answer(context, 422, notTaken.reason()),
                putOff -> putOff(context, putOff.reason()),
                diskFull -> ProblemDetails.answer(context, 507, diskFull.reason()));
    }

    private static Context putOff(Context context, Sentence reason) {
        context.header("Retry-After", String.valueOf(RETRY_SECONDS));
        return ProblemDetails.answer(context, 429, reason);
    }

    private static Map<String, Object> json(Language language, UploadResult result) {
        return result.fold(
                taken -> Map.of(
                        "ref",
                        taken.ref(),
                        "knownBefore",
                        taken.knownBefore(),
                        "words",
                        language.say(taken.knownBefore() ? "intake.known_before" : "intake.received")),
                notTaken -> Map.of("detail", notTaken.reason().in(language)),
                putOff -> Map.of("detail", putOff.reason().in(language)),
                diskFull -> Map.of("detail", diskFull.reason().in(language)));
    }
}
