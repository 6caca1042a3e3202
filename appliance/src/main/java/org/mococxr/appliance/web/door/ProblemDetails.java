package org.mococxr.appliance.web.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.web.language.ChosenLanguage;

/** The one shape of an error for programs: RFC 9457 problem details. */
public final class ProblemDetails {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProblemDetails() {}

    /** As the other, in the language that was asked for. */
    public static Context answer(Context context, int status, Sentence detail) {
        var language = ChosenLanguage.of(context);
        return answer(context, status, detail.in(language)).header("Content-Language", language.code());
    }

    /** {@code application/problem+json} with {@code type}, {@code title}, {@code status} and {@code detail}. */
    public static Context answer(Context context, int status, String detail) {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.forStatus(status).getMessage());
        problem.put("status", status);
        problem.put("detail", detail);
        try {
            return context.status(status)
                    .contentType("application/problem+json")
                    .result(JSON.writeValueAsBytes(problem)); // JSON is UTF-8, whatever the reader's language
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem of four texts cannot be written as JSON", e);
        }
    }
}
