package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.FrontDoor;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Visitor;

/**
 * Lets a request through to its route or turns it away, before the route sees anything of it.
 *
 * <p>Who asks is told by a session's cookie or a bearer token. A change that comes with a cookie must also come from one of the
 * box's own pages: its origin says so, and it carries a secret of the session that no other site can know. A token is never
 * sent by a browser on its own, so it needs neither.
 */
public final class Doorkeeper {
    public static final String FORM_FIELD = "csrf";
    static final String FORM_HEADER = "X-CSRF-Token";

    private static final String COOKIE = "cxr-session";
    private static final String VISITOR = "visitor";
    private static final String BEARER = "Bearer ";
    private static final Set<HandlerType> HARMLESS = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private final FrontDoor door;
    private final People people;
    private final SameOrigin origin;
    private final WebEvents events;
    private final Function<Context, String> home;

    /** @param home path of the first page that whoever asks may see */
    public Doorkeeper(
            FrontDoor door, People people, SameOrigin origin, WebEvents events, Function<Context, String> home) {
        this.door = door;
        this.people = people;
        this.origin = origin;
        this.events = events;
        this.home = home;
    }

    /** Who asks, as the route sees it. */
    public static Visitor visitor(Context context) {
        Visitor visitor = context.attribute(VISITOR);
        return visitor == null ? new Visitor.Nobody() : visitor;
    }

    /** Before every route. */
    public void check(Context context) {
        var visitor = identify(context);
        context.attribute(VISITOR, visitor);
        if (!HARMLESS.contains(context.method()) && sentByBrowser(context)) {
            origin.requireOwnPage(context);
            visitor.signedIn().ifPresent(person -> requireOwnForm(context, person));
        }
        for (var role : context.routeRoles()) {
            if (role instanceof Needs needs) {
                check(context, visitor, needs);
            }
        }
        if (context.routeRoles().isEmpty()) {
            throw SpokenResponse.forbidden("problem.route_for_nobody");
        }
    }

    private Visitor identify(Context context) {
        var authorization = context.header("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return door.byToken(authorization.substring(BEARER.length()).strip());
        }
        var cookie = context.cookie(COOKIE);
        return cookie == null ? door.withoutSecret() : door.bySession(cookie);
    }

    private static boolean sentByBrowser(Context context) {
        return context.header("Authorization") == null;
    }

    private void requireOwnForm(Context context, Visitor.SignedIn person) {
        var header = context.header(FORM_HEADER);
        var isForm = context.isFormUrlencoded()
                || context.isMultipartFormData(); // others may be large; they are not read here
        var token = header == null && isForm ? context.formParam(FORM_FIELD) : header;
        if (token == null || !FrontDoor.isOwnForm(person, token)) {
            events.foreignForm(context.method().name(), context.path());
            throw SpokenResponse.forbidden("problem.foreign_form");
        }
    }

    private void check(Context context, Visitor visitor, Needs needs) {
        if (needs.isNothing()) {
            return;
        }
        if (visitor.isNobody()) {
            turnToSignIn(context);
            return;
        }
        if (needs.allow(visitor)) {
            return;
        }
        var isNew = visitor.signedIn()
                .filter(it -> it.session().person().hasStartingPassword())
                .isPresent();
        if (isNew && Requests.wantsPage(context)) {
            turnTo(context, "/account");
            return;
        }
        if (context.path().equals("/") && Requests.wantsPage(context)) {
            turnTo(context, home.apply(context));
            return;
        }
        people.audit()
                .record(
                        visitor.name(),
                        Act.ACCESS_REFUSED,
                        context.path(),
                        Sentence.quoted(context.method().name()));
        throw isNew
                ? SpokenResponse.forbidden("problem.starting_password")
                : needs.right()
                        .map(right ->
                                SpokenResponse.forbidden("problem.no_right", Sentence.of("right." + right.code())))
                        .orElseGet(() -> SpokenResponse.forbidden("problem.signed_in_only"));
    }

    private void turnToSignIn(Context context) {
        var nobodyYet = people.isEmpty();
        if (!Requests.wantsPage(context)) {
            context.header("WWW-Authenticate", "Bearer");
            throw new SpokenResponse(401, Sentence.of(nobodyYet ? "problem.no_accounts" : "problem.sign_in"));
        }
        var back = context.method() == HandlerType.GET && !context.path().equals("/")
                ? "?back=" + URLEncoder.encode(pathAndQuery(context), StandardCharsets.UTF_8)
                : "";
        turnTo(context, nobodyYet ? "/set-up" : "/sign-in" + back);
    }

    private static String pathAndQuery(Context context) {
        return context.queryString() == null ? context.path() : context.path() + "?" + context.queryString();
    }

    private static void turnTo(Context context, String path) {
        context.redirect(path, HttpStatus.SEE_OTHER);
        context.skipRemainingHandlers();
    }

    /** The browser keeps the session's secret away from scripts and other sites, and off unencrypted lines if it came over an encrypted one. */
    public static void keepSession(Context context, String token) {
        context.cookie(new Cookie(COOKIE, token, "/", -1, isEncrypted(context), true, null, SameSite.STRICT));
    }

    public static void forgetSession(Context context) {
        context.cookie(new Cookie(COOKIE, "", "/", 0, isEncrypted(context), true, null, SameSite.STRICT));
    }

    private static boolean isEncrypted(Context context) {
        return context.scheme().equals("https");
    }
}
