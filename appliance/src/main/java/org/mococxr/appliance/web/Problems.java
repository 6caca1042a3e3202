package org.mococxr.appliance.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import org.mococxr.appliance.people.NotAllowedException;

/** The one shape of an error: RFC 9457 problem details for programs, a sentence on a page for people. */
final class Problems {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Frame frame;

    Problems(Frame frame) {
        this.frame = frame;
    }

    /** Answers in the shape that the caller reads. */
    void answer(Context context, int status, String detail) {
        if (Requests.wantsPage(context)) {
            var view = View.of(context);
            context.status(status)
                    .contentType("text/html; charset=utf-8")
                    .result(frame.page(
                                    view,
                                    status == 404 ? "problem.not_found" : "problem.title",
                                    Html.of(
                                            "<p class=\"notice wrong\">{}</p><p><a href=\"{}\">{}</a></p>",
                                            detail,
                                            Frame.home(view),
                                            view.say("problem.home")))
                            .toString());
        } else {
            answerProgram(context, status, detail);
        }
    }

    void answer(Context context, NotAllowedException e) {
        answer(context, 409, String.valueOf(e.getMessage()));
    }

    /** {@code application/problem+json} with {@code type}, {@code title}, {@code status} and {@code detail}. */
    static Context answerProgram(Context context, int status, String detail) {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.forStatus(status).getMessage());
        problem.put("status", status);
        problem.put("detail", detail);
        try {
            return context.status(status)
                    .contentType("application/problem+json")
                    .result(JSON.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem of four texts cannot be written as JSON", e);
        }
    }
}
