package org.mococxr.appliance;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a browser does with a box: keeps the session's cookie, and sends forms with what the page put into them. */
final class Browser {
    private static final Pattern CSRF = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]*)\">");
    private static final Pattern SECRET = Pattern.compile("<strong class=\"secret\">([^<]*)</strong>");

    private final RunningBox box;
    private String cookie = "";
    private String csrf = "";

    Browser(RunningBox box) {
        this.box = box;
    }

    String cookie() {
        return cookie;
    }

    String csrf() {
        return csrf;
    }

    HttpResponse<String> open(String path) throws IOException, InterruptedException {
        var response = send(request(path).GET());
        var found = CSRF.matcher(response.body());
        if (found.find()) {
            csrf = found.group(1);
        }
        return response;
    }

    HttpResponse<String> submit(String path, String... fields) throws IOException, InterruptedException {
        var form = new ArrayList<String>(List.of("csrf=" + csrf));
        for (var i = 0; i < fields.length; i += 2) {
            form.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path)
                .header("Origin", "http://127.0.0.1:" + box.httpPort())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", form))));
    }

    HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(box.uri(path)).header("Accept", "text/html");
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = box.http().send(request.build(), BodyHandlers.ofString());
        response.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("cxr-session="))
                .forEach(set -> cookie = set.substring(0, set.indexOf(';')));
        return response;
    }

    /** Does not wait for the end of an answer; some go on for ever. */
    HttpResponse<?> sendForHead(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = box.http().send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response;
    }

    /** Makes the first account and is signed in with it. */
    Browser setUp(String name, String password) throws IOException, InterruptedException {
        submit(
                "/set-up",
                "code",
                box.box().setUpCode().orElseThrow(),
                "name",
                name,
                "password",
                password,
                "again",
                password);
        open("/account");
        return this;
    }

    HttpResponse<String> signIn(String name, String password) throws IOException, InterruptedException {
        var response = submit("/sign-in", "name", name, "password", password);
        open("/account");
        return response;
    }

    /** An administrator adds somebody, who signs in and changes the starting password. */
    Browser add(String name, String role) throws IOException, InterruptedException {
        var page = SECRET.matcher(submit("/people", "name", name, "role", role).body());
        if (!page.find()) {
            throw new AssertionError("no starting password of %s was shown".formatted(name));
        }
        var other = new Browser(box);
        var wanted = "the lake is cold";
        other.signIn(name, page.group(1));
        other.submit("/account/password", "present", page.group(1), "password", wanted, "again", wanted);
        other.open("/account");
        return other;
    }
}
