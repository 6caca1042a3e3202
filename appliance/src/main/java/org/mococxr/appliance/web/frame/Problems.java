package org.mococxr.appliance.web.frame;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.web.door.ProblemDetails;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.html.Html;

/** The one shape of an error: RFC 9457 problem details for programs, a sentence on a page for people. */
public final class Problems {
    private final Frame frame;

    public Problems(Frame frame) {
        this.frame = frame;
    }

    /** Answers in the shape that the caller reads. */
    public void answer(Context context, int status, Sentence why) {
        if (Requests.wantsPage(context)) {
            var view = View.of(context);
            context.status(status)
                    .contentType("text/html; charset=utf-8")
                    .result(frame.page(
                                    view,
                                    status == 404 ? "problem.not_found" : "problem.title",
                                    Html.of(
                                            "<p class=\"notice wrong\">{}</p><p><a href=\"{}\">{}</a></p>",
                                            view.say(why),
                                            Frame.home(view),
                                            view.say("problem.home")))
                            .toString());
        } else {
            ProblemDetails.answer(context, status, why);
        }
    }

    /** What the server itself says of a path that is none, people need not read. */
    public void answer(Context context, HttpResponseException e) {
        var isNoPage = e.getStatus() == 404 && Requests.wantsPage(context);
        answer(context, e.getStatus(), isNoPage ? Sentence.of("problem.no_page") : Sentence.quoted(e.getMessage()));
    }
}
