package org.mococxr.appliance.web.people;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Person;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Role;
import org.mococxr.appliance.people.TokenEntry;
import org.mococxr.appliance.people.Tokens;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** People, who is signed in, tokens for programs. */
public final class PeoplePages {
    private static final Needs MANAGE = Needs.right(Right.MANAGE_PEOPLE);

    private final People people;
    private final Frame frame;
    private final Clock clock;

    public PeoplePages(People people, Frame frame, Clock clock) {
        this.people = people;
        this.frame = frame;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/people", MANAGE, context -> show(context, Html.EMPTY));
        routes.post("/people", MANAGE, this::add);
        routes.post("/people/{name}/reset", MANAGE, this::reset);
        routes.post(
                "/people/{name}/roles",
                MANAGE,
                context -> act(
                        context,
                        () -> people.changeRoles(who(context), context.pathParam("name"), chosenRoles(context))));
        routes.post(
                "/people/{name}/disable",
                MANAGE,
                context -> act(context, () -> people.disable(who(context), context.pathParam("name"))));
        routes.post(
                "/people/{name}/enable",
                MANAGE,
                context -> act(context, () -> people.enable(who(context), context.pathParam("name"))));
        routes.post(
                "/sessions/{id}/end",
                MANAGE,
                context -> act(context, () -> people.sessions().revoke(who(context), Requests.id(context))));
        routes.post("/tokens", MANAGE, this::makeToken);
        routes.post(
                "/tokens/{id}/revoke",
                MANAGE,
                context -> act(context, () -> people.tokens().revoke(who(context), Requests.id(context))));
    }

    private static String who(Context context) {
        return Doorkeeper.visitor(context).name();
    }

    static String roles(View view, Collection<Role> roles) {
        return roles.stream()
                .sorted()
                .map(role -> view.say("role." + role.code()))
                .collect(Collectors.joining(", "));
    }

    /** Does it and shows the list again, or says why not. */
    private void act(Context context, Runnable work) {
        showing(context, () -> {
            work.run();
            context.redirect("/people", HttpStatus.SEE_OTHER);
            return Html.EMPTY;
        });
    }

    /** Shows the list with what the work says, once; a secret must not be in an address or come again. */
    private void showing(Context context, Supplier<Html> work) {
        Html notice;
        try {
            notice = work.get();
        } catch (NotAllowedException e) {
            context.status(HttpStatus.CONFLICT);
            notice = Pages.notice("wrong", View.of(context).say(e.sentence()));
        }
        if (context.statusCode() != HttpStatus.SEE_OTHER.getCode()) {
            show(context, notice);
        }
    }

    private void add(Context context) {
        var name = Requests.field(context, "name");
        showing(context, () -> startingPassword(context, name, people.add(who(context), name, chosenRoles(context))));
    }

    private void reset(Context context) {
        var name = context.pathParam("name");
        showing(context, () -> startingPassword(context, name, people.resetPassword(who(context), name)));
    }

    private static Html startingPassword(Context context, String name, String password) {
        return secret(View.of(context).say("people.starting", name), password);
    }

    private static Html secret(String words, String secret) {
        return Html.of(
                "<p class=\"notice\" role=\"status\">{} <strong class=\"secret\">{}</strong></p>", words, secret);
    }

    private static Set<Role> chosenRoles(Context context) {
        return Requests.fields(context, "role").stream()
                .flatMap(code -> Role.named(code).stream())
                .collect(Collectors.toSet());
    }

    private void makeToken(Context context) {
        var rights = Requests.fields(context, "right").stream()
                .flatMap(code -> Right.named(code).stream())
                .collect(Collectors.toSet());
        showing(
                context,
                () -> secret(
                        View.of(context).say("tokens.made"),
                        people.tokens().make(who(context), Requests.field(context, "name"), rights, days(context))));
    }

    private static Duration days(Context context) {
        try {
            return Duration.ofDays(Integer.parseInt(Requests.field(context, "days")));
        } catch (NumberFormatException e) {
            throw new NotAllowedException(Sentence.of("rule.whole_days"));
        }
    }

    private void show(Context context, Html notice) {
        var view = View.of(context);
        Pages.html(
                context,
                frame.page(
                        view,
                        "people.title",
                        notice,
                        Html.of(
                                "<table class=\"list stacked\"><caption class=\"hide\">{}</caption><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table>",
                                view.say("people.title"),
                                view.say("sign_in.name"),
                                view.say("people.roles"),
                                view.say("people.acts"),
                                people.all().stream()
                                        .map(person -> row(view, person))
                                        .toList()),
                        Html.of(
                                """
                <form class="sheet" method="post" action="/people">{}<h2>{}</h2>
                <label>{}<input name="name" autocomplete="off" autocapitalize="none" required></label>
                {}
                <button class="main">{}</button></form>""",
                                view.csrf(),
                                view.say("people.add"),
                                view.say("sign_in.name"),
                                roleChoice(view, Set.of()),
                                view.say("people.add_button")),
                        SessionTable.of(view, people.sessions().open(), "/sessions"),
                        tokens(view)));
    }

    private Html row(View view, Person person) {
        var path = "/people/" + person.name();
        var state = person.disabled()
                ? view.say("people.disabled")
                : person.lockedUntil().isAfter(clock.instant())
                        ? view.say("people.locked", view.time(person.lockedUntil()))
                        : person.hasStartingPassword() ? view.say("people.new") : "";
        return Html.of(
                """
                <tr><th scope="row">{} <span class="quiet">{}</span></th>
                <td><details><summary>{}</summary><form method="post" action="{}/roles">{}{}<button>{}</button></form></details></td>
                <td class="acts">{}{}</td></tr>""",
                person.name(),
                state,
                roles(view, person.roles()),
                path,
                view.csrf(),
                roleChoice(view, person.roles()),
                view.say("people.save_roles"),
                view.button(path + "/reset", "people.reset", ""),
                person.disabled()
                        ? view.button(path + "/enable", "people.enable", "")
                        : view.button(path + "/disable", "people.disable", "danger"));
    }

    private static Html roleChoice(View view, Set<Role> chosen) {
        var boxes = Arrays.stream(Role.values())
                .map(role -> Html.of(
                        "<label class=\"check\"><input type=\"checkbox\" name=\"role\" value=\"{}\"{}> {} <span class=\"quiet\">{}</span></label>",
                        role.code(),
                        Html.when(chosen.contains(role), () -> Html.of(" checked")),
                        view.say("role." + role.code()),
                        view.say("role." + role.code() + ".does")))
                .toList();
        return Html.of("<fieldset><legend>{}</legend>{}</fieldset>", view.say("people.roles"), boxes);
    }

    private Html tokens(View view) {
        var valid = people.tokens().valid();
        return Html.of(
                """
                <section><h2>{}</h2><p class="quiet">{}</p>
                <table class="list stacked"{}><caption class="hide">{}</caption><tbody>{}</tbody></table>
                <form class="sheet" method="post" action="/tokens">{}<h3>{}</h3>
                <label>{}<input name="name" maxlength="60" required></label>
                <label>{}<input name="days" type="number" min="1" max="366" value="90" required></label>
                <fieldset><legend>{}</legend>{}</fieldset>
                <button class="main">{}</button></form></section>""",
                view.say("tokens.title"),
                view.say("tokens.why"),
                Html.when(valid.isEmpty(), () -> Html.of(" hidden")),
                view.say("tokens.title"),
                valid.stream().map(token -> row(view, token)).toList(),
                view.csrf(),
                view.say("tokens.add"),
                view.say("tokens.name"),
                view.say("tokens.days"),
                view.say("tokens.rights"),
                rightChoice(view),
                view.say("tokens.button"));
    }

    private static List<Html> rightChoice(View view) {
        return Tokens.GIVEN_TO_PROGRAMS.stream()
                .sorted()
                .map(right -> Html.of(
                        "<label class=\"check\"><input type=\"checkbox\" name=\"right\" value=\"{}\"> {} <span class=\"quiet\">{}</span></label>",
                        right.code(),
                        view.say("right." + right.code()),
                        right.code()))
                .toList();
    }

    private static Html row(View view, TokenEntry token) {
        return Html.of(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"quiet\">{}<br>{}</td><td class=\"acts\">{}</td></tr>",
                token.name(),
                token.rights().stream()
                        .sorted()
                        .map(right -> view.say("right." + right.code()))
                        .collect(Collectors.joining(", ")),
                view.say("tokens.until", view.time(token.expiresAt()), token.madeBy()),
                token.usedAt()
                        .map(used -> view.say("tokens.used", view.time(used)))
                        .orElseGet(() -> view.say("tokens.unused")),
                view.button("/tokens/%d/revoke".formatted(token.id()), "tokens.revoke", "danger"));
    }
}
