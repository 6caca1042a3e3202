package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mococxr.appliance.dicomweb.BadMultipartException;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.FrontDoor;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Visitor;

/**
 * Lets a request through to its route or turns it away, before the route sees anything of it.
 *
 * <p>Who asks is told by a session's cookie or a bearer token. A change that comes with a cookie must also come from one of the
 * box's own pages: its origin says so, and it carries a secret of the session that no other site can know. A valid token is never
 * sent by a browser on its own, so it needs neither; a header that names nobody excuses from nothing.
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

    /** Whoever is refused while still sending hears that the connection ends. */
    public static Context refused(Context context) {
        Arrival.announceEnd(context);
        return context;
    }

    /**
     * Sends the answer to a refused request and listens to the rest of its body: a connection that is closed over unread bytes is
     * reset, and a sender whom we know sees a broken connection instead of the answer.
     */
    public static void hearOut(Context context) {
        Arrival.patienceWithMore(context).ifPresent(patience -> {
            try {
                sendAnswer(context);
                readOn(context, patience);
            } catch (IOException e) {
                throw new UncheckedIOException("the sender of a refused request left", e);
            }
        });
    }

    /** At its turn there is nothing left of it to send. */
    private static void sendAnswer(Context context) throws IOException {
        var answer = context.resultInputStream();
        if (answer != null) {
            answer.transferTo(context.outputStream());
        }
        context.res().flushBuffer();
    }

    private static void readOn(Context context, Arrival.Patience patience) throws IOException {
        var rest = context.req().getInputStream();
        var sink = new byte[64 << 10];
        var until = System.nanoTime() + patience.longest().toNanos();
        var left = patience.mostBytes();
        for (var count = rest.read(sink); count >= 0 && left > count; count = rest.read(sink)) {
            left -= count;
            if (System.nanoTime() > until) {
                return;
            }
        }
    }

    /** Before every route, matched or not. */
    public void receive(Context context) {
        Arrival.requireHere(context);
        origin.requireKnownName(context);
    }

    /** Before every route that there is. Who asks, and whether he may, is settled before anything that he sends is read. */
    public void check(Context context) {
        var visitor = identify(context);
        context.attribute(VISITOR, visitor);
        if (!visitor.isNobody()) {
            Arrival.isFriend(context);
        }
        if (context.routeRoles().isEmpty()) {
            throw SpokenResponse.forbidden("problem.route_for_nobody");
        }
        var isChange = !HARMLESS.contains(context.method());
        if (isChange && !visitor.showedToken()) {
            origin.requireOwnPage(context);
        }
        if (!mayPass(context, visitor)) {
            return;
        }
        BodyLimit.of(context).requireAnnounced(context);
        if (isChange) {
            visitor.signedIn().ifPresent(person -> requireOwnForm(context, person));
        }
    }

    private boolean mayPass(Context context, Visitor visitor) {
        return context.routeRoles().stream()
                .filter(Needs.class::isInstance)
                .map(Needs.class::cast)
                .allMatch(needs -> mayPass(context, visitor, needs));
    }

    private Visitor identify(Context context) {
        var authorization = context.header("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return door.byToken(authorization.substring(BEARER.length()).strip());
        }
        var cookie = context.cookie(COOKIE);
        return cookie == null ? door.withoutSecret() : door.bySession(cookie);
    }

    private void requireOwnForm(Context context, Visitor.SignedIn person) {
        var header = context.header(FORM_HEADER);
        if (!(header == null ? formSecret(context) : Optional.of(header))
                .filter(secret -> FrontDoor.isOwnForm(person, secret))
                .isPresent()) {
            events.foreignForm(context.method().name(), context.path());
            throw SpokenResponse.forbidden("problem.foreign_form");
        }
    }

    /** A form with files says its secret first; what is behind it is left for the route. Other bodies are not read here. */
    private static Optional<String> formSecret(Context context) {
        if (!context.isMultipartFormData() || BodyLimit.of(context).isSmall()) {
            return SentForm.of(context).all(FORM_FIELD).stream().findFirst();
        }
        try {
            return SentFiles.of(context).secret();
        } catch (BadMultipartException e) {
            throw SpokenResponse.badRequest("problem.form_unreadable");
        } catch (IOException e) {
            throw SpokenResponse.badRequest("problem.broke_off");
        }
    }

    /** @return false if the answer is another page */
    private boolean mayPass(Context context, Visitor visitor, Needs needs) {
        if (needs.isNothing()) {
            return true;
        }
        if (visitor.isNobody()) {
            turnToSignIn(context);
            return false;
        }
        if (needs.allow(visitor)) {
            return true;
        }
        var isNew = visitor.signedIn()
                .filter(it -> it.session().person().hasStartingPassword())
                .isPresent();
        if (isNew && Requests.wantsPage(context)) {
            turnTo(context, "/account");
            return false;
        }
        if (context.path().equals("/") && Requests.wantsPage(context)) {
            turnTo(context, home.apply(context));
            return false;
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
