package org.mococxr.appliance.web;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.intake.UploadResult;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;

/** Takes films by HTTP: one as the body of a request, or several in a form. */
final class Uploads {
    private static final String SENDER = "upload";
    private static final String BULK = "bulk";
    private static final int RETRY_SECONDS = 30;

    private final Intake intake;
    private final Audit audit;
    private final Semaphore atATime;
    private final long mostBytes;

    Uploads(Intake intake, Audit audit, WebSettings settings) {
        this.intake = intake;
        this.audit = audit;
        this.atATime = new Semaphore(settings.uploadsAtATime());
        this.mostBytes = settings.mostUploadBytes();
    }

    void addTo(Routes routes) {
        routes.post("/api/v1/films", Needs.right(Right.SEND_FILMS), this::receive);
    }

    private void receive(Context context) throws IOException {
        if (context.req().getContentLengthLong() > mostBytes + (1 << 20)) {
            throw tooLarge();
        }
        if (!atATime.tryAcquire()) {
            putOff(context, "Several uploads are under way. Send it again in a moment.");
            Requests.readOut(context, mostBytes);
            return;
        }
        try {
            if (context.isMultipartFormData()) {
                receiveForm(context);
            } else {
                answer(context, take(context, context.req().getInputStream()));
            }
        } finally {
            atATime.release();
        }
    }

    private void receiveForm(Context context) throws IOException {
        var results = new ArrayList<UploadResult>();
        for (var file : context.uploadedFiles()) {
            try (var content = file.content()) {
                results.add(take(context, content));
            }
        }
        if (results.isEmpty()) {
            throw new HttpResponseException(400, "The form holds no file.", Map.of());
        }
        var accept = context.header("Accept");
        if (accept != null && accept.contains("text/html") && allTaken(results)) {
            context.redirect("/", HttpStatus.SEE_OTHER); // a browser without scripts
        } else if (results.size() == 1) {
            answer(context, results.get(0));
        } else {
            context.status(allTaken(results) ? 201 : 207)
                    .json(Map.of("results", results.stream().map(Uploads::json).toList()));
        }
    }

    private UploadResult take(Context context, InputStream content) {
        var result = intake.upload(new LimitedInput(content, mostBytes), SENDER);
        if (result instanceof UploadResult.Taken taken) {
            audit.record(Doorkeeper.visitor(context).name(), Act.FILM_SENT, taken.ref(), "");
            if (BULK.equals(context.queryParam("lane"))) {
                intake.queueAsBulk(taken.ref());
            }
        }
        return result;
    }

    private static boolean allTaken(List<UploadResult> results) {
        return results.stream().allMatch(result -> result instanceof UploadResult.Taken);
    }

    private void answer(Context context, UploadResult result) {
        result.fold(
                taken -> context.status(201)
                        .header("Location", "/api/v1/films/" + taken.ref())
                        .json(json(taken)),
                notTaken -> Problems.answerProgram(context, 422, notTaken.reason()),
                putOff -> putOff(context, putOff.reason()),
                diskFull -> Problems.answerProgram(context, 507, diskFull.reason()));
    }

    private static Context putOff(Context context, String reason) {
        context.header("Retry-After", String.valueOf(RETRY_SECONDS));
        return Problems.answerProgram(context, 429, reason);
    }

    private static Map<String, Object> json(UploadResult result) {
        return result.fold(
                taken -> Map.of(
                        "ref", taken.ref(),
                        "knownBefore", taken.knownBefore(),
                        "words", taken.knownBefore() ? "received before; shown in the list" : "received"),
                notTaken -> Map.of("detail", notTaken.reason()),
                putOff -> Map.of("detail", putOff.reason()),
                diskFull -> Map.of("detail", diskFull.reason()));
    }

    private HttpResponseException tooLarge() {
        return new HttpResponseException(
                413,
                "Files of more than %d MiB are not taken. Nothing was stored.".formatted(mostBytes >> 20),
                Map.of());
    }

    /** Ends a body that says it is shorter than it is. */
    private final class LimitedInput extends InputStream {
        private final InputStream in;
        private long left;

        LimitedInput(InputStream in, long mostBytes) {
            this.in = in;
            this.left = mostBytes;
        }

        @Override
        public int read() throws IOException {
            var next = in.read();
            if (next >= 0 && left-- <= 0) {
                throw tooLarge();
            }
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            var count = in.read(into, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw tooLarge();
            }
            return count;
        }
    }
}
