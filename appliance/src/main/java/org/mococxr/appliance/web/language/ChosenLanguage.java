package org.mococxr.appliance.web.language;

import io.javalin.http.Context;
import java.util.Optional;
import org.mococxr.appliance.language.Language;

/** The language that whoever asks reads. */
public final class ChosenLanguage {
    private static final String COOKIE = "cxr-language";
    private static final int A_YEAR_SECONDS = 365 * 24 * 3600;

    private ChosenLanguage() {}

    /** The one that was chosen on the page, else the browser's, else English. */
    public static Language of(Context context) {
        return Optional.ofNullable(context.cookie(COOKIE))
                .flatMap(Language::of)
                .or(() -> Optional.ofNullable(context.header("Accept-Language")).flatMap(Language::preferred))
                .orElseGet(Language::english);
    }

    public static void choose(Context context, String code) {
        if (Language.of(code).isPresent()) {
            context.cookie(COOKIE, code, A_YEAR_SECONDS);
        }
    }
}
