package org.mococxr.appliance.web.people;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Role;
import org.mococxr.appliance.people.SessionEntry;
import org.mococxr.appliance.people.SetUpCode;
import org.mococxr.appliance.people.SignIn;
import org.mococxr.appliance.people.Visitor;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.language.ChosenLanguage;

/** The way in: first account, sign-in, sign-out, own password. */
public final class SignInPages {
    /** The first person keeps the box and sends the test film. */
    private static final Set<Role> FIRST_ROLES = Set.of(Role.ADMIN, Role.TECHNICIAN);

    private final People people;
    private final SetUpCode code;
    private final Frame frame;
    private final Clock clock;

    public SignInPages(People people, SetUpCode code, Frame frame, Clock clock) {
        this.people = people;
        this.code = code;
        this.frame = frame;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/sign-in", Needs.NOTHING, this::show);
        routes.post("/sign-in", Needs.NOTHING, this::signIn);
        routes.post("/sign-out", Needs.A_NAME, this::signOut);
        routes.get("/set-up", Needs.NOTHING, this::showSetUp);
        routes.post("/set-up", Needs.NOTHING, this::setUp);
        routes.get("/account", Needs.A_NAME, context -> account(context, Html.EMPTY));
        routes.post("/account/password", Needs.A_NAME, this::changePassword);
        routes.post("/account/sessions/{id}/end", Needs.A_NAME, this::endOwnSession);
        routes.post("/language", Needs.NOTHING, SignInPages::chooseLanguage);
    }

    private void show(Context context) {
        if (people.isEmpty()) {
            context.redirect("/set-up", HttpStatus.SEE_OTHER);
            return;
        }
        signInForm(context, "", Html.EMPTY);
    }

    private void signInForm(Context context, String name, Html notice) {
        var view = View.of(context);
        var back = context.queryParam("back");
        Pages.html(
                context,
                frame.page(
                        view,
                        "sign_in.title",
                        notice,
                        Html.of(
                                """
                <form class="sheet narrow" method="post" action="/sign-in">
                <input type="hidden" name="back" value="{}">
                <label>{}<input name="name" value="{}" autocomplete="username" autocapitalize="none" required autofocus></label>
                <label>{}<input name="password" type="password" autocomplete="current-password" required></label>
                <button class="main">{}</button>
                <p class="small">{}</p>
                </form>""",
                                back == null ? Requests.field(context, "back") : back,
                                view.say("sign_in.name"),
                                name,
                                view.say("sign_in.password"),
                                view.say("sign_in.button"),
                                view.say("sign_in.forgotten"))));
    }

    private void signIn(Context context) {
        var view = View.of(context);
        var name = Requests.field(context, "name");
        people.signIn(name, Requests.typed(context, "password"), context.ip(), browser(context))
                .fold(
                        in -> {
                            Doorkeeper.keepSession(context, in.token());
                            context.redirect(ownPath(Requests.field(context, "back")), HttpStatus.SEE_OTHER);
                            return in;
                        },
                        wrong -> {
                            context.status(HttpStatus.UNAUTHORIZED);
                            signInForm(context, name, Pages.notice("wrong", view.say("sign_in.wrong")));
                            return wrong;
                        },
                        locked -> {
                            context.status(HttpStatus.TOO_MANY_REQUESTS).header("Retry-After", seconds(locked));
                            signInForm(
                                    context,
                                    name,
                                    Pages.notice("wrong", view.say("sign_in.locked", view.time(locked.until()))));
                            return locked;
                        });
    }

    private String seconds(SignIn.Locked locked) {
        return String.valueOf(
                Math.max(1, Duration.between(clock.instant(), locked.until()).toSeconds()));
    }

    private static String browser(Context context) {
        var agent = context.userAgent();
        return agent == null ? "" : agent;
    }

    /** Only paths of this box: a way back that leads elsewhere leads to the first page. */
    private static String ownPath(String path) {
        return path.startsWith("/") && !path.startsWith("//") && !path.contains("\\") ? path : "/";
    }

    private void signOut(Context context) {
        Doorkeeper.visitor(context).signedIn().map(Visitor.SignedIn::session).ifPresent(people.sessions()::signOut);
        Doorkeeper.forgetSession(context);
        context.redirect("/sign-in", HttpStatus.SEE_OTHER);
    }

    private static void chooseLanguage(Context context) {
        ChosenLanguage.choose(context, Requests.field(context, "to"));
        context.redirect(ownPath(Requests.field(context, "back")), HttpStatus.SEE_OTHER);
    }

    private void showSetUp(Context context) {
        if (!people.isEmpty()) {
            context.redirect("/sign-in", HttpStatus.SEE_OTHER);
            return;
        }
        setUpForm(context, Html.EMPTY);
    }

    private void setUpForm(Context context, Html notice) {
        var view = View.of(context);
        Pages.html(
                context,
                frame.page(
                        view,
                        "set_up.title",
                        Html.of("<p>{}</p>", view.say("set_up.why")),
                        notice,
                        Html.of(
                                """
                <form class="sheet narrow" method="post" action="/set-up"><input type="hidden" name="back" value="/first-steps">
                <label>{}<input name="code" value="{}" autocomplete="off" autocapitalize="characters" placeholder="XXXX-XXXX-XXXX" required autofocus></label>
                <label>{}<input name="name" value="{}" autocomplete="username" autocapitalize="none" required></label>
                <label>{}<input name="password" type="password" autocomplete="new-password" minlength="10" required></label>
                <label>{}<input name="again" type="password" autocomplete="new-password" minlength="10" required></label>
                <button class="main">{}</button>
                </form>""",
                                view.say("set_up.code"),
                                Requests.field(context, "code"),
                                view.say("sign_in.name"),
                                Requests.field(context, "name"),
                                view.say("account.wanted"),
                                view.say("account.again"),
                                view.say("set_up.button"))));
    }

    private void setUp(Context context) {
        var name = Requests.field(context, "name");
        try {
            code.require(Requests.field(context, "code"));
            people.setUp(name, twice(context), FIRST_ROLES);
        } catch (NotAllowedException e) {
            context.status(HttpStatus.CONFLICT);
            setUpForm(context, Pages.notice("wrong", View.of(context).say(e.sentence())));
            return;
        }
        signIn(context);
    }

    /** @throws NotAllowedException if the two differ */
    private static String twice(Context context) {
        var wanted = Requests.typed(context, "password");
        if (!wanted.equals(Requests.typed(context, "again"))) {
            throw new NotAllowedException(Sentence.of("rule.passwords_differ"));
        }
        return wanted;
    }

    private void account(Context context, Html notice) {
        var view = View.of(context);
        var person = view.visitor().signedIn().orElseThrow().session().person();
        Pages.html(
                context,
                frame.page(
                        view,
                        "account.title",
                        notice,
                        Html.when(person.hasStartingPassword(), () -> Pages.notice("", view.say("account.starting"))),
                        Html.of("<p>{}</p>", view.say("account.roles", PeoplePages.roles(view, person.roles()))),
                        Html.of(
                                """
                <form class="sheet narrow" method="post" action="/account/password">{}
                <h2>{}</h2>
                <input type="hidden" name="username" value="{}" autocomplete="username">
                <label>{}<input name="present" type="password" autocomplete="current-password" required></label>
                <label>{}<input name="password" type="password" autocomplete="new-password" minlength="10" required></label>
                <label>{}<input name="again" type="password" autocomplete="new-password" minlength="10" required></label>
                <button class="main">{}</button>
                </form>""",
                                view.csrf(),
                                view.say("account.change"),
                                person.name(),
                                view.say("account.present"),
                                view.say("account.wanted"),
                                view.say("account.again"),
                                view.say("account.button")),
                        SessionTable.of(view, ownSessions(context), "/account/sessions")));
    }

    private List<SessionEntry> ownSessions(Context context) {
        var name = Doorkeeper.visitor(context).name();
        return people.sessions().open().stream()
                .filter(session -> session.person().equals(name))
                .toList();
    }

    /** A tablet that was left somewhere: whoever is signed in on it can end that from elsewhere. */
    private void endOwnSession(Context context) {
        var id = Requests.id(context);
        if (ownSessions(context).stream().noneMatch(session -> session.id() == id)) {
            throw SpokenResponse.notFound("rule.no_session");
        }
        people.sessions().revoke(Doorkeeper.visitor(context).name(), id);
        context.redirect("/account", HttpStatus.SEE_OTHER);
    }

    private void changePassword(Context context) {
        var session = Doorkeeper.visitor(context).signedIn().orElseThrow().session();
        try {
            people.changeOwnPassword(session, Requests.typed(context, "present"), twice(context));
            context.redirect("/", HttpStatus.SEE_OTHER);
        } catch (NotAllowedException e) {
            context.status(HttpStatus.CONFLICT);
            account(context, Pages.notice("wrong", View.of(context).say(e.sentence())));
        }
    }
}
