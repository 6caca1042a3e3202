package org.mococxr.appliance.web.door;

import io.javalin.http.HttpResponseException;
import java.util.Map;
import org.mococxr.appliance.language.Sentence;

/** What was asked for is not given, and whoever asked is told why in the own language. */
public final class SpokenResponse extends HttpResponseException {
    private static final long serialVersionUID = 1L;

    private final transient Sentence why;

    public SpokenResponse(int status, Sentence why) {
        super(status, why.english(), Map.of());
        this.why = why;
    }

    public static SpokenResponse badRequest(String key, Object... values) {
        return new SpokenResponse(400, Sentence.of(key, values));
    }

    static SpokenResponse forbidden(String key, Object... values) {
        return new SpokenResponse(403, Sentence.of(key, values));
    }

    public static SpokenResponse notFound(String key, Object... values) {
        return new SpokenResponse(404, Sentence.of(key, values));
    }

    public static SpokenResponse conflict(String key, Object... values) {
        return new SpokenResponse(409, Sentence.of(key, values));
    }

    public Sentence why() {
        return why;
    }
}
