package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mococxr.appliance.dicomweb.MediaType;
import org.mococxr.appliance.dicomweb.RelatedParts;

/**
 * The files of a form, one after the other as they arrive: nothing of it is put by before it is known who sends it. For one
 * thread.
 */
public final class SentFiles {
    private static final String OPENED = "files";
    private static final int LONGEST_SECRET_BYTES = 200;

    private final RelatedParts parts;

    /**
     * One file.
     *
     * @param content good until the next file is asked for
     */
    public record SentFile(String field, String name, InputStream content) {}

    private SentFiles(RelatedParts parts) {
        this.parts = parts;
    }

    /** Those of a multipart form; where the doorkeeper has read its first field, what comes behind it. */
    public static SentFiles of(Context context) throws IOException {
        SentFiles known = context.attribute(OPENED);
        if (known == null) {
            known = new SentFiles(new RelatedParts(Requests.body(context), boundary(context)));
            context.attribute(OPENED, known);
        }
        return known;
    }

    private static String boundary(Context context) {
        var type = context.header("Content-Type");
        return MediaType.of(type == null ? "" : type)
                .parameter("boundary")
                .orElseThrow(() -> SpokenResponse.badRequest("problem.form_unreadable"));
    }

    /** The session's secret, which every form of the box begins with; empty if another field comes first. */
    Optional<String> secret() throws IOException {
        var first = parts.next();
        return first.isPresent()
                        && disposition(first.get())
                                .parameter("name")
                                .filter(Doorkeeper.FORM_FIELD::equals)
                                .isPresent()
                ? Optional.of(
                        new String(first.get().content().readNBytes(LONGEST_SECRET_BYTES), StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /** The next one that is not empty; fields that are no files are passed over. */
    public Optional<SentFile> next() throws IOException {
        for (var part = parts.next(); part.isPresent(); part = parts.next()) {
            var stated = disposition(part.get());
            var content = new PushbackInputStream(part.get().content());
            var first = content.read();
            if (first >= 0 && stated.parameters().containsKey("filename")) {
                content.unread(first);
                return Optional.of(new SentFile(
                        stated.parameter("name").orElse(""),
                        stated.parameter("filename").orElse(""),
                        content));
            }
        }
        return Optional.empty();
    }

    /** Browsers write names in UTF-8. */
    private static MediaType disposition(RelatedParts.Part part) {
        return MediaType.of(
                new String(part.disposition().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
}
