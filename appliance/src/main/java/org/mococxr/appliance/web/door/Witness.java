package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Reads;
import org.mococxr.appliance.people.Right;

/**
 * Sees every request for what is known of films, before it is answered, so that breaking it off hides nothing. What it is about is told by
 * what its route needs: one that needs a right over films and that nobody thought of here is taken down as a list.
 */
public final class Witness {
    private static final Set<Right> OVER_FILMS =
            EnumSet.of(Right.SEE_FILMS, Right.READ_FILMS, Right.EXPORT_FILMS, Right.ERASE_FILMS);
    private static final Pattern REFERENCE = Pattern.compile("[a-z0-9]{1,32}");

    private final Reads reads;

    public Witness(Reads reads) {
        this.reads = reads;
    }

    /** Before every route, once the doorkeeper let the request through. */
    public void see(Context context) {
        if (!Set.of(HandlerType.GET, HandlerType.HEAD).contains(context.method())) {
            return; // what is changed is taken down by whoever changes it
        }
        context.routeRoles().stream()
                .flatMap(
                        role -> role instanceof Needs needs ? needs.right().stream() : Optional.<Right>empty().stream())
                .filter(OVER_FILMS::contains)
                .forEach(right ->
                        reads.note(Doorkeeper.visitor(context).name(), act(right, context), reference(context)));
    }

    private static Act act(Right right, Context context) {
        var path = context.path();
        if (right == Right.EXPORT_FILMS) {
            return Act.RESULTS_EXPORTED;
        }
        if (path.endsWith(".png") || path.endsWith("/pixels")) {
            return Act.PICTURE_SEEN;
        }
        if (path.endsWith("/slip")) {
            return Act.SLIP_SEEN;
        }
        if (context.pathParamMap().containsKey("ref") && !path.endsWith("/row")) {
            return path.startsWith("/api/") ? Act.RESULT_FETCHED : Act.FILM_OPENED;
        }
        var find = context.queryParam("find");
        return find == null || find.isBlank() ? Act.FILMS_LISTED : Act.FILMS_SEARCHED;
    }

    private static String reference(Context context) {
        return Optional.ofNullable(context.pathParamMap().get("ref"))
                .filter(ref -> REFERENCE.matcher(ref).matches())
                .orElse("");
    }
}
