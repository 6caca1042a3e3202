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

/** Takes films by HTTP: one as the body of a request, or several in a form. */
final class Uploads {
    private static final String SENDER = "upload";
    private static final int RETRY_SECONDS = 30;

    private final Intake intake;
    private final SameOrigin origin;
    private final Semaphore atATime;
    private final long mostBytes;

    Uploads(Intake intake, WebSettings settings, SameOrigin origin) {
        this.intake = intake;
        this.origin = origin;
        this.atATime = new Semaphore(settings.uploadsAtATime());
        this.mostBytes = settings.mostUploadBytes();
    }

    void receive(Context context) throws IOException {
        try {
            origin.requireOwnPage(context);
            if (context.req().getContentLengthLong() > mostBytes + (1 << 20)) {
                throw tooLarge();
            }
            if (!atATime.tryAcquire()) {
                putOff(context, "Several uploads are under way. Send it again in a moment.");
                readOut(context);
                return;
            }
            try {
                if (context.isMultipartFormData()) {
                    receiveForm(context);
                } else {
                    answer(context, take(context.req().getInputStream()));
                }
            } finally {
                atATime.release();
            }
        } catch (HttpResponseException e) {
            readOut(context);
            throw e;
        }
    }

    /**
     * Reads what the sender still has to say, within bounds: one that is cut off while it sends sees a broken connection
     * instead of the answer.
     */
    private void readOut(Context context) throws IOException {
        if (context.isMultipartFormData()) {
            return; // read when its parts were
        }
        var rest = context.req().getInputStream();
        var left = mostBytes;
        var sink = new byte[64 << 10];
        for (var count = rest.read(sink); count >= 0 && left > 0; count = rest.read(sink)) {
            left -= count;
        }
    }

    private void receiveForm(Context context) throws IOException {
        var results = new ArrayList<UploadResult>();
        for (var file : context.uploadedFiles()) {
            try (var content = file.content()) {
                results.add(take(content));
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

    private UploadResult take(InputStream content) {
        return intake.upload(new LimitedInput(content, mostBytes), SENDER);
    }

    private static boolean allTaken(List<UploadResult> results) {
        return results.stream().allMatch(result -> result instanceof UploadResult.Taken);
    }

    private void answer(Context context, UploadResult result) {
        result.fold(
                taken -> context.status(201)
                        .header("Location", "/api/v1/films/" + taken.ref())
                        .json(json(taken)),
                notTaken -> context.status(422).json(json(notTaken)),
                putOff -> putOff(context, putOff.reason()),
                diskFull -> context.status(507).json(json(diskFull)));
    }

    private static Context putOff(Context context, String reason) {
        return context.status(429)
                .header("Retry-After", String.valueOf(RETRY_SECONDS))
                .json(Map.of("message", reason));
    }

    private static Map<String, Object> json(UploadResult result) {
        return result.fold(
                taken -> Map.of(
                        "ref", taken.ref(),
                        "knownBefore", taken.knownBefore(),
                        "words", taken.knownBefore() ? "received before; shown in the list" : "received"),
                notTaken -> Map.of("message", notTaken.reason()),
                putOff -> Map.of("message", putOff.reason()),
                diskFull -> Map.of("message", diskFull.reason()));
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
