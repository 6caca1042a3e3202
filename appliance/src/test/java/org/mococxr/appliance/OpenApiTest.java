package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** The description of the programming interface says what the box does: every route, every right, every key. */
final class OpenApiTest {
    private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");

    @TempDir
    private Path folder;

    @Test
    void everyRouteOfProgramsIsDescribedWithItsRightAndNoOther() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var routes = box.box().routes().stream()
                    .filter(route -> route.path().startsWith("/api/")
                            || route.path().startsWith("/v2")
                            || route.path().equals("/metrics"))
                    .map(route -> "%s %s %s".formatted(route.method(), route.path(), route.needs()))
                    .toList();

            assertThat(described(description(box))).containsExactlyInAnyOrderElementsOf(routes);
        }
    }

    private static JsonNode description(RunningBox box) throws Exception {
        return new YAMLMapper().readTree(box.get("/api/v1/openapi.yaml").body());
    }

    private static List<String> described(JsonNode description) {
        var described = new ArrayList<String>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        described.add("%s %s %s"
                                .formatted(
                                        operation.getKey().toUpperCase(Locale.ROOT),
                                        path.getKey(),
                                        operation.getValue().path("x-needs").asText()));
                    }
                }));
        return described;
    }

    @Test
    void theDescriptionIsWholeInItself() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var description = description(box);

            assertThat(description.path("openapi").asText()).startsWith("3.1");
            for (var reference : description.findValuesAsText("$ref")) {
                assertThat(description.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            }
            assertThat(description.findValuesAsText("operationId")).doesNotHaveDuplicates();
            description.path("paths").properties().forEach(path -> {
                var named = Pattern.compile("\\{(\\w+)}")
                        .matcher(path.getKey())
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                assertThat(path.getValue().path("parameters").findValuesAsText("$ref"))
                        .as(path.getKey())
                        .containsExactlyElementsOf(named.stream()
                                .map(name -> "#/components/parameters/" + name)
                                .toList());
            });
        }
    }

    @Test
    void whatTheBoxAnswersHasOnlyDescribedKeysAndEveryRequiredOne() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.store(PhantomStudy.dicom(PhantomKind.LATERAL, 2));
            var film = box.filmsAtRest(2).get(1).path("ref").asText();
            var schemas = description(box).path("components").path("schemas");

            check(schemas, "Films", box.json("/api/v1/films"), "films");
            check(schemas, "Studies", box.json("/api/v1/studies"), "studies");
            check(schemas, "Study", box.json("/api/v1/films/" + film + "/study"), "study");
            check(schemas, "Health", box.json("/api/v1/health"), "health");
            check(schemas, "ModelInUse", box.json("/api/v1/model"), "model");
            check(schemas, "Models", box.json("/api/v1/models"), "models");
            check(schemas, "Problem", box.json("/api/v1/films/nobody"), "problem");
        }
    }

    private static void check(JsonNode schemas, String name, JsonNode found, String at) {
        var schema = schemas.path(name);
        var keys = new ArrayList<String>();
        found.fieldNames().forEachRemaining(keys::add);
        var known = new ArrayList<String>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        assertThat(known).as(at).containsAll(keys);
        for (var required : schema.path("required")) {
            assertThat(keys).as(at).contains(required.asText());
        }
        for (var key : keys) {
            var property = schema.path("properties").path(key);
            var items = property.path("items")
                    .path("$ref")
                    .asText(property.path("$ref").asText());
            if (!items.isEmpty()) {
                var inside = items.substring(items.lastIndexOf('/') + 1);
                var values = found.path(key).isArray() ? found.path(key) : List.of(found.path(key));
                values.forEach(value -> check(schemas, inside, value, at + "." + key));
            }
        }
    }
}
