package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.people.LocalToken;
import org.mococxr.appliance.web.door.Route;
import org.mococxr.appliance.web.ports.HttpsSettings;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * Requirements covered: every route answers exactly the roles that it is meant for; nobody gets in without a name, a token or the
 * set-up code; what a session sends is worth nothing from another site's page; everything done is audited.
 */
final class AccessTest {
    private static final String PASSWORD = "four dry lungs";
    private static final List<String> ROLES = List.of("technician", "clinician", "admin", "auditor", "researcher");

    /** Who may: t, c, a, u, r are the roles' letters; * is everybody, + everybody with a name. */
    private static final String TABLE = """
            GET  /                                              tc
            GET  /status                                        tcaur
            GET  /pinned                                        tc
            GET  /films/{ref}                                   tc
            GET  /films/{ref}/row                               tc
            GET  /films/{ref}/panel                             tc
            GET  /films/{ref}/slip                              tc
            POST /films/{ref}/redeliver                         t
            POST /films/{ref}/retry                             t
            POST /films/{ref}/readings                          c
            POST /films/{ref}/readings/{id}/withdraw            c
            GET  /films/{ref}/erase                             a
            POST /films/{ref}/erase                             a
            GET  /erase                                         a
            GET  /results.csv                                   tc
            GET  /dashboard                                     tcaur
            GET  /models                                        taur
            POST /models                                        a
            POST /models/importable/{file}                      a
            POST /models/rollback                               a
            POST /models/acknowledge                            a
            POST /models/self-test                              a
            POST /models/trial/end                              a
            GET  /models/{model}                                taur
            GET  /models/{model}/card                           taur
            GET  /models/{model}/points                         a
            POST /models/{model}/points                         a
            POST /models/{model}/activate                       a
            POST /models/{model}/trial                          a
            GET  /settings                                      a
            GET  /settings/preview                              a
            POST /settings                                      a
            GET  /first-steps                                   a
            POST /first-steps/{step}                            a
            GET  /peers                                         taur
            POST /peers/echo                                    ta
            GET  /api/v1/peers/rejected                         taur
            GET  /system                                        taur
            GET  /system/support.json                           taur
            POST /system/test-film                              t
            GET  /sign-in                                       *
            POST /sign-in                                       *
            POST /sign-out                                      +
            GET  /set-up                                        *
            POST /set-up                                        *
            GET  /account                                       +
            POST /account/password                              +
            POST /account/sessions/{id}/end                     +
            POST /language                                      *
            GET  /people                                        a
            POST /people                                        a
            POST /people/{name}/reset                           a
            POST /people/{name}/roles                           a
            POST /people/{name}/disable                         a
            POST /people/{name}/enable                          a
            POST /sessions/{id}/end                             a
            POST /tokens                                        a
            POST /tokens/{id}/revoke                            a
            GET  /audit                                         u
            GET  /api/v1/films                                  tc
            POST /api/v1/films                                  t
            POST /dicom-web/studies                             t
            POST /dicom-web/studies/{study}                     t
            GET  /api/v1/films/{ref}                            tc
            POST /api/v1/films/{ref}/retry                      t
            GET  /api/v1/films/{ref}/image.png                  tc
            GET  /api/v1/films/{ref}/pixels                     tc
            GET  /api/v1/films/{ref}/heatmap/{finding}.png      tc
            GET  /api/v1/model                                  taur
            GET  /api/v1/health                                 taur
            GET  /api/v1/films/{ref}/study                      tc
            GET  /api/v1/films/{ref}/erasure                    a
            POST /api/v1/films/{ref}/erasure                    a
            GET  /api/v1/films/{ref}/earlier                    tc
            GET  /api/v1/studies                                tc
            GET  /api/v1/studies/{ref}                          tc
            GET  /api/v1/models                                 taur
            POST /api/v1/models                                 a
            GET  /api/v1/models/importable                      a
            POST /api/v1/models/importable/{file}               a
            POST /api/v1/models/rollback                        a
            POST /api/v1/models/acknowledge                     a
            DELETE /api/v1/models/trial                         a
            GET  /api/v1/models/{model}                         taur
            POST /api/v1/models/{model}/activate                a
            POST /api/v1/models/{model}/trial                   a
            PUT  /api/v1/models/{model}/cut-offs                a
            POST /api/v1/self-test                              a
            GET  /api/v1/openapi.yaml                           *
            GET  /metrics                                       taur
            GET  /v2                                            taur
            GET  /v2/health/live                                *
            GET  /v2/health/ready                               *
            GET  /v2/models/{model}                             taur
            GET  /v2/models/{model}/ready                       taur
            POST /v2/models/{model}/infer                       r
            GET  /v2/models/{model}/versions/{version}          taur
            GET  /v2/models/{model}/versions/{version}/ready    taur
            POST /v2/models/{model}/versions/{version}/infer    r
            GET  /api/v1/events                                 tc
            GET  /assets/{file}                                 *
            """;

    @TempDir
    private Path folder;

    private static Map<String, String> table() {
        var table = new LinkedHashMap<String, String>();
        TABLE.lines()
                .map(line -> line.strip().split("\\s+"))
                .forEach(line -> table.put(line[0] + " " + line[1], line[2]));
        return table;
    }

    private static String letter(String role) {
        return role.equals("auditor") ? "u" : role.substring(0, 1);
    }

    private static boolean may(String allowed, String role) {
        return allowed.matches("[*+]") || allowed.contains(letter(role));
    }

    @Test
    void everyRouteAnswersExactlyTheRolesOfTheTable() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var table = table();
            assertThat(box.box().routes().stream().map(route -> route.method() + " " + route.path()))
                    .as("routes; a new one needs a line in the table")
                    .containsExactlyInAnyOrderElementsOf(table.keySet());
            var admin = new Browser(box).setUp("first", PASSWORD);
            var wrong = new ArrayList<String>();
            for (var role : ROLES) {
                for (var route : box.box().routes()) {
                    var leaves = route.path().equals("/sign-out"); // its session is over afterwards
                    var browser = leaves ? admin.add(role + "-leaves", role) : signedIn(admin, role);
                    var status = ask(browser, route).statusCode();
                    var allowed = may(table.get(route.method() + " " + route.path()), role);
                    if (allowed == isTurnedAway(status, route)) {
                        wrong.add("%s %s %s: %d".formatted(role, route.method(), route.path(), status));
                    }
                }
            }

            assertThat(wrong).isEmpty();
        }
    }

    private final Map<String, Browser> known = new LinkedHashMap<>();

    private Browser signedIn(Browser admin, String role) throws IOException, InterruptedException {
        var browser = known.get(role);
        if (browser == null) {
            browser = admin.add("one-" + role, role);
            known.put(role, browser);
        }
        return browser;
    }

    /** As a script of the box's own page asks: refused with a status, never with another page. */
    private static HttpResponse<?> ask(Browser browser, Route route) throws IOException, InterruptedException {
        var path = route.path()
                .replace("{ref}", "nosuchfilm")
                .replace("{name}", "nobody")
                .replace("{id}", "999")
                .replace("{model}", "nosuchmodel")
                .replace("{finding}", "tuberculosis")
                .replace("{file}", "box.css")
                .replace("{step}", "no_such_step")
                .replace("{study}", "1.2.3")
                .replace("{version}", "1");
        var request = browser.request(path).setHeader("Accept", "*/*").header("X-CSRF-Token", browser.csrf());
        if (!route.method().equals("GET")) {
            request.method(route.method(), BodyPublishers.noBody());
        }
        return browser.sendForHead(request);
    }

    /** Routes that themselves say "not with this name and password" answer 401 or 409, which is an answer. */
    private static boolean isTurnedAway(int status, Route route) {
        return status == 403 || (status == 401 && !route.path().equals("/sign-in"));
    }

    @Test
    void withoutANameNothingIsAnsweredButTheWayIn() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            new Browser(box).setUp("first", PASSWORD);
            var wrong = new ArrayList<String>();
            for (var route : box.box().routes()) {
                var status = ask(new Browser(box), route).statusCode();
                var open = table().get(route.method() + " " + route.path()).equals("*");
                if (open == isTurnedAway(status, route)) {
                    wrong.add(route + ": " + status);
                }
            }

            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void aNewBoxLeadsToItsSetUpAndNowhereElse() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var browser = new Browser(box);

            assertThat(browser.open("/").headers().firstValue("Location")).contains("/set-up");
            assertThat(browser.open("/set-up").body()).contains("Research use only", "set-up code");
            assertThat(browser.submit(
                                    "/set-up",
                                    "code",
                                    "AAAA-BBBB-CCCC",
                                    "name",
                                    "eve",
                                    "password",
                                    PASSWORD,
                                    "again",
                                    PASSWORD)
                            .body())
                    .contains("not the set-up code");
            assertThat(browser.cookie()).isEmpty();
            browser.setUp("first", PASSWORD);
            assertThat(browser.open("/").statusCode()).isEqualTo(200);
            assertThat(browser.open("/set-up").headers().firstValue("Location")).contains("/sign-in");
        }
    }

    @Test
    void sessionsSurviveARestartAndTheirCookieIsForThisBoxOnly() throws Exception {
        String cookie;
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            new Browser(box).setUp("first", PASSWORD);
            var answer = new Browser(box).submit("/sign-in", "name", "first", "password", PASSWORD);
            cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
        }

        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            assertThat(box.get("/", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(box.get("/", "Cookie", "cxr-session=guessed").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void everybodyMayEndTheirOwnSessionsAndNobodyElses() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var admin = new Browser(box).setUp("first", PASSWORD);
            var tablet = admin.add("tim", "technician");
            var desk = new Browser(box);
            desk.signIn("tim", "the lake is cold");
            var own = Pattern.compile("/account/sessions/(\\d+)/end")
                    .matcher(desk.open("/account").body())
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(own).hasSize(2);
            var admins = Pattern.compile("/account/sessions/(\\d+)/end")
                    .matcher(admin.open("/account").body())
                    .results()
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow();

            assertThat(desk.submit("/account/sessions/" + admins + "/end").statusCode())
                    .isEqualTo(404);
            assertThat(admin.open("/").statusCode()).isEqualTo(200);
            for (var session : own) {
                var stillIn = desk.open("/account").statusCode() == 200 ? desk : tablet;
                stillIn.submit("/account/sessions/" + session + "/end");
            }

            assertThat(tablet.open("/").headers().firstValue("Location")).contains("/sign-in");
            assertThat(desk.open("/").headers().firstValue("Location")).contains("/sign-in");
        }
    }

    @Test
    void formsOfOtherSitesAndFormsWithoutTheSessionsSecretChangeNothing() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var admin = new Browser(box).setUp("first", PASSWORD);
            var form = "name=eve&role=admin";

            var foreign = admin.send(admin.request("/people")
                    .header("Origin", "http://evil.example")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form + "&csrf=" + admin.csrf())));
            var without = admin.send(admin.request("/people")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form)));
            var wrong = admin.send(admin.request("/people")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form + "&csrf=0000")));

            assertThat(List.of(foreign.statusCode(), without.statusCode(), wrong.statusCode()))
                    .containsOnly(403);
            assertThat(admin.open("/people").body()).doesNotContain("eve");
        }
    }

    @Test
    void fiveWrongPasswordsLockTheAccountAndSayUntilWhen() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            new Browser(box).setUp("first", PASSWORD);
            var browser = new Browser(box);
            for (var i = 0; i < 4; i++) {
                assertThat(browser.submit("/sign-in", "name", "first", "password", "wrong")
                                .statusCode())
                        .isEqualTo(401);
            }

            var locked = browser.submit("/sign-in", "name", "first", "password", "wrong");

            assertThat(locked.statusCode()).isEqualTo(429);
            assertThat(locked.headers().firstValue("Retry-After"))
                    .hasValueSatisfying(
                            seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
            assertThat(locked.body()).contains("locked until");
            assertThat(browser.submit("/sign-in", "name", "first", "password", PASSWORD)
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    void theWayBackAfterSigningInLeadsToNoOtherSite() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            new Browser(box).setUp("first", PASSWORD);
            for (var back :
                    List.of("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)")) {
                var answer = new Browser(box).submit("/sign-in", "name", "first", "password", PASSWORD, "back", back);

                assertThat(answer.headers().firstValue("Location")).as(back).contains("/");
            }
            assertThat(new Browser(box)
                            .submit("/sign-in", "name", "first", "password", PASSWORD, "back", "/films/abc?show=all")
                            .headers()
                            .firstValue("Location"))
                    .contains("/films/abc?show=all");
        }
    }

    @Test
    void programsComeInWithTheirTokenForWhatItWasMadeForOnly() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var admin = new Browser(box).setUp("first", PASSWORD);
            var shown = admin.submit("/tokens", "name", "export", "days", "7", "right", "see_films")
                    .body();
            var token = "cxr_" + shown.replaceFirst("(?s).*class=\"secret\">cxr_([^<]*)<.*", "$1");

            assertThat(box.get("/api/v1/films", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(box.get("/api/v1/health", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(box.upload(PhantomStudy.dicom(PhantomKind.CT_SLICE, 1), "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(403);
            admin.submit("/tokens/1/revoke");
            var revoked = box.get("/api/v1/films", "Authorization", "Bearer " + token);
            assertThat(revoked.statusCode()).isEqualTo(401);
            assertThat(revoked.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(revoked.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
        }
    }

    @Test
    void commandsOnThisMachineComeInWithTheTokenInTheDataFolder() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var token = LocalToken.read(folder.resolve("data/local-token"));

            var sent = box.upload(PhantomStudy.dicom(PhantomKind.CT_SLICE, 1), "Authorization", "Bearer " + token);

            assertThat(sent.statusCode()).isEqualTo(201);
            assertThat(box.get("/api/v1/films", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(box.get("/people", "Authorization", "Bearer " + token).statusCode())
                    .isEqualTo(403);
        }
        assertThat(folder.resolve("data/local-token")).doesNotExist();
    }

    @Test
    void whatPeopleDoIsOnTheAuditPageAndWhatTheySeeToo() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var admin = new Browser(box).setUp("first", PASSWORD);
            var auditor = admin.add("ada", "auditor");
            var technician = admin.add("tim", "technician");
            box.store(PhantomStudy.dicom(PhantomKind.CT_SLICE, 1));
            var token = LocalToken.read(folder.resolve("data/local-token"));
            var films = box.http()
                    .send(
                            HttpRequest.newBuilder(box.uri("/api/v1/films"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            var ref = films.replaceFirst("(?s).*\"ref\":\"([a-z0-9]*)\".*", "$1");

            technician.open("/films/" + ref);
            technician.open("/audit");

            assertThat(auditor.open("/audit").body())
                    .contains("The record is whole", "set up the box", "added a person", "opened a film", ref)
                    .contains("asked for what is not allowed", "tim", "ada");
        }
    }

    @Test
    void openAccessIsForABoxThatServesItsOwnMachineOnly() {
        for (var address : List.of("0.0.0.0", "192.0.2.1")) {
            assertThatThrownBy(() ->
                            RunningBox.settings(folder, 0, new WebSettings(address, 0, 1, 1, true, Optional.empty())))
                    .isInstanceOf(BoxNotStartedException.class)
                    .hasMessageContaining("--open-access")
                    .hasMessageContaining("--http-bind 127.0.0.1");
        }
        var encrypted = Optional.of(new HttpsSettings("0.0.0.0", 0, Optional.empty()));
        assertThatThrownBy(() -> RunningBox.settings(folder, 0, new WebSettings("127.0.0.1", 0, 1, 1, true, encrypted)))
                .isInstanceOf(BoxNotStartedException.class)
                .hasMessageContaining("--open-access")
                .hasMessageContaining("--https-bind 127.0.0.1");
    }

    /** A header that names nobody used to excuse from the checks of origin and secret. */
    @Test
    void anAuthorizationThatNamesNobodyExcusesFromNothing() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var admin = new Browser(box).setUp("first", PASSWORD);
            for (var header : List.of("Basic eDp5", "Negotiate abc", "x")) {
                var withoutSecret = admin.send(admin.request("/people")
                        .header("Authorization", header)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("name=eve&role=admin")));
                var fromElsewhere = admin.send(admin.request("/people")
                        .header("Authorization", header)
                        .header("Origin", "https://evil.example")
                        .header("X-CSRF-Token", admin.csrf())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("name=eve&role=admin")));

                assertThat(List.of(withoutSecret.statusCode(), fromElsewhere.statusCode()))
                        .as(header)
                        .containsOnly(403);
            }
            assertThat(admin.open("/people").body()).doesNotContain("eve");
        }
        try (var box = RunningBox.start(folder.resolve("open"))) {
            var foreign = box.http()
                    .send(
                            HttpRequest.newBuilder(box.uri("/models/rollback"))
                                    .header("Authorization", "Basic eDp5")
                                    .header("Origin", "https://evil.example")
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(foreign.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void peopleAreChangedFromTheCommandLineWhileTheBoxRuns() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"))) {
            var said = user("add", "zoe", "--role", "admin,auditor");
            var password = said.replaceFirst("(?s).*Starting password of zoe: (\\S+).*", "$1");
            var zoe = new Browser(box);

            assertThat(zoe.signIn("zoe", password).statusCode()).isEqualTo(303);
            assertThat(zoe.open("/people").headers().firstValue("Location")).contains("/account");
            zoe.submit("/account/password", "present", password, "password", PASSWORD, "again", PASSWORD);
            assertThat(zoe.open("/people").body()).contains("zoe");
            assertThat(user("list")).contains("zoe", "admin,auditor");
            assertThat(user("disable", "zoe")).contains("only administrator");
            user("add", "yan", "--role", "admin");
            user("disable", "zoe");
            assertThat(zoe.open("/people").statusCode()).isEqualTo(303);
        }
    }

    private String user(String... arguments) {
        return RunningBox.command(folder.resolve("data"), "user", arguments);
    }

    @Test
    void noFileOfTheDataFolderIsServed() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            for (var path : List.of(
                    "/assets/..%2f..%2fpeople.db",
                    "/assets/%2e%2e/people.db",
                    "/..%2fpeople.db",
                    "/assets/people.db",
                    "/people.db",
                    "/assets/..;/people.db",
                    "/local-token")) {
                assertThat(box.get(path).statusCode()).as(path).isIn(400, 404);
            }
            assertThat(Files.exists(folder.resolve("data/people.db"))).isTrue();
        }
    }
}
