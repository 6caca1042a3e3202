package org.mococxr.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Debian's Chromium without a screen, led through its DevTools protocol as a person leads it: opens pages, fills in forms,
 * presses keys. Needs no driver program and no download.
 */
public final class Chromium implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("DevTools listening on (ws://(\\S+?)/\\S*)");
    private static final long LONGEST_ANSWER_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Program program;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Program program, URI page) {
        this.program = program;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Listener())
                .join();
        for (var part : List.of("Page", "Runtime", "Log", "Network")) {
            call(part + ".enable", Map.of());
        }
    }

    /** @param profile an empty folder */
    public static Chromium start(Path profile) {
        var program = Program.tool(
                "chromium",
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--hide-scrollbars",
                "--ignore-certificate-errors",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank");
        var address = Eventually.comes("Chromium listens", () -> {
            var found = LISTENS.matcher(program.said());
            return found.find() ? Optional.of(found.group(2)) : Optional.empty();
        });
        return new Chromium(
                program, Eventually.comes("Chromium has a page", () -> page("http://" + address + "/json/list")));
    }

    private static Optional<URI> page(String list) {
        try {
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(list)).build(), HttpResponse.BodyHandlers.ofString());
            for (var target : JSON.readTree(answer.body())) {
                if (target.path("type").asText().equals("page")) {
                    return Optional.of(
                            URI.create(target.path("webSocketDebuggerUrl").asText()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Chromium started", e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                heard(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void heard(String message) {
        try {
            var json = JSON.readTree(message);
            var waiting = open.remove(json.path("id").asInt(-1));
            if (waiting != null) {
                waiting.complete(json);
            } else if (json.path("method").asText().equals("Runtime.exceptionThrown")) {
                complain(json.path("params").path("exceptionDetails").toString());
            } else if (json.path("method").asText().equals("Log.entryAdded")
                    && json.path("params").path("entry").path("level").asText().equals("error")) {
                complain(json.path("params").path("entry").toString());
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Chromium said no JSON: " + message, e);
        }
    }

    private void complain(String words) {
        synchronized (complaints) {
            complaints.add(words);
        }
    }

    /** Exceptions of scripts, violations of the content policy, requests that failed; forgotten once told. */
    public List<String> complaints() {
        synchronized (complaints) {
            var told = List.copyOf(complaints);
            complaints.clear();
            return told;
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        var id = calls.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        open.put(id, answer);
        try {
            var request = Map.of("id", id, "method", method, "params", parameters);
            socket.sendText(JSON.writeValueAsString(request), true).join();
            return answer.get(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (JsonProcessingException | ExecutionException | TimeoutException e) {
            throw new AssertionError("Chromium did not do " + method, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Chromium did " + method, e);
        }
    }

    /** Opens a page and waits until it and its scripts have run. */
    public void visit(URI address) {
        call("Page.navigate", Map.of("url", address.toString()));
        arrived();
    }

    /** Waits until the page that is being opened is there. */
    public void arrived() {
        Eventually.holds(
                "the page has loaded",
                () -> evaluate("document.readyState").asText().equals("complete"));
    }

    /** @return what a script says, once its promise is kept */
    public JsonNode evaluate(String script) {
        var answer =
                call("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        var failure = answer.path("result").path("exceptionDetails");
        if (!failure.isMissingNode()) {
            throw new AssertionError("a script failed: " + failure);
        }
        return answer.path("result").path("result").path("value");
    }

    /** Waits until an expression is true. */
    public void until(String what, String expression) {
        Eventually.holds(what, () -> evaluate("Boolean(" + expression + ")").asBoolean());
    }

    public String text() {
        return evaluate("document.body.innerText").asText();
    }

    /** Sends a form as a person does: fills in the fields, presses its button, waits for the next page. */
    public void submit(String form, Map<String, String> fields) {
        var script =
                new StringBuilder("(() => { const form = document.querySelector(`" + form + "`); window.left = 1;");
        fields.forEach((name, value) -> script.append(
                "for (const field of form.querySelectorAll('[name=%s]')) if (['checkbox','radio'].includes(field.type)) field.checked = field.checked || field.value === '%s'; else field.value = '%s';"
                        .formatted(name, value, value)));
        script.append("form.querySelector('button').click(); })()");
        evaluate(script.toString());
        Eventually.holds(
                "the next page came",
                () -> evaluate("window.left !== 1 && document.readyState === 'complete'")
                        .asBoolean());
    }

    /** Chooses files in a field as a person does in the browser's dialogue. */
    public void choose(String field, List<Path> files) {
        var root = call("DOM.getDocument", Map.of()).at("/result/root/nodeId").asInt();
        var node = call("DOM.querySelector", Map.of("nodeId", root, "selector", field))
                .at("/result/nodeId")
                .asInt();
        var names = files.stream().map(file -> file.toAbsolutePath().toString()).toList();
        call("DOM.setFileInputFiles", Map.of("nodeId", node, "files", names));
    }

    /** What the page sends takes its time from now on. */
    public void sendSlowly(int bytesPerSecond) {
        call(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", bytesPerSecond));
    }

    /** What the page sends takes no longer than it must. */
    public void sendQuickly() {
        sendSlowly(-1);
    }

    public void press(String key) {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** Fingers on the screen: down at their first places, along to their last ones, up. */
    public void touch(List<int[]> from, List<int[]> to) {
        touches("touchStart", from);
        touches("touchMove", to);
        touches("touchEnd", List.of());
    }

    private void touches(String kind, List<int[]> places) {
        var points = places.stream()
                .map(place -> Map.of("x", place[0], "y", place[1], "id", places.indexOf(place)))
                .toList();
        call("Input.dispatchTouchEvent", Map.of("type", kind, "touchPoints", points));
    }

    public void screen(int width, int height, String colourScheme) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 900));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
    }

    /** A picture of what is seen, for a person to look at. */
    public void picture(Path file) {
        try {
            var data = call("Page.captureScreenshot", Map.of())
                    .path("result")
                    .path("data")
                    .asText();
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** @return what axe finds against WCAG 2.0 to 2.2, levels A and AA: rule, why, and where */
    public List<String> barriers() {
        evaluate("window.axe ? 0 : (" + "(() => {" + axe() + "})(), 0)");
        var found = evaluate("""
                axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
                  .then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + v.help + ' at ' + n.target.join(' ') + ' | ' + n.any.map(a => a.message).join('; '))))""");
        var barriers = new ArrayList<String>();
        found.forEach(barrier -> barriers.add(barrier.asText()));
        return barriers;
    }

    private static String axe() {
        try (InputStream in = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(in, "axe-core is on the class path").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read axe-core", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        program.close();
    }
}
