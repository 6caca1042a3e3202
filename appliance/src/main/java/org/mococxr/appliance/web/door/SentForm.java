package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.appliance.language.Sentence;

/** The fields of a form without files, read once, within the limit of its route. */
final class SentForm {
    private static final String READ = "form";

    private final Map<String, List<String>> fields;

    private SentForm(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /** Without fields if something else was sent. */
    static SentForm of(Context context) {
        SentForm known = context.attribute(READ);
        var form = known == null ? read(context) : known;
        context.attribute(READ, form);
        return form;
    }

    private static SentForm read(Context context) {
        if (context.isMultipartFormData()) {
            throw new SpokenResponse(415, Sentence.of("problem.form_kind"));
        }
        if (!context.isFormUrlencoded()) {
            return new SentForm(Map.of());
        }
        try {
            return new SentForm(fields(new String(Requests.body(context).readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw SpokenResponse.badRequest("problem.form_unreadable");
        } catch (IOException e) {
            throw SpokenResponse.badRequest("problem.broke_off");
        }
    }

    private static Map<String, List<String>> fields(String body) {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var pair : body.split("&")) {
            var end = pair.indexOf('=');
            var name = end < 0 ? pair : pair.substring(0, end);
            fields.computeIfAbsent(decoded(name), key -> new ArrayList<>())
                    .add(decoded(end < 0 ? "" : pair.substring(end + 1)));
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    List<String> all(String name) {
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }
}
