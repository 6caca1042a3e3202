package org.mococxr.appliance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.Tag;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;
import org.slf4j.LoggerFactory;

/**
 * Requirements covered: with {@code -Dcxr.log.format=json} every line of the log is one JSON object with the fields that the
 * README names, and neither a patient's name or id nor a UID stands in it, whatever happens to the films.
 */
final class JsonLogTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> ALWAYS =
            Set.of("timestamp", "level", "threadName", "loggerName", "formattedMessage");

    @TempDir
    private Path folder;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void logAsJson() throws JoranException {
        System.setErr(new PrintStream(said, true, UTF_8));
        System.setProperty("cxr.log.format", "json");
        configure();
    }

    @AfterEach
    void logAsBefore() throws JoranException {
        System.clearProperty("cxr.log.format");
        System.setErr(before);
        configure();
    }

    /** The program's own configuration, read again. */
    private static void configure() throws JoranException {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(BoxMain.class.getResource("/logback.xml")));
    }

    private List<JsonNode> lines() throws Exception {
        var lines = new ArrayList<JsonNode>();
        for (var line : said.toString(UTF_8).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void everyLineIsOneObjectAndNamesNobody() throws Exception {
        var patients = new ArrayList<String>();
        try (var box = RunningBox.start(folder.resolve("data"))) {
            for (var kind : List.of(PhantomKind.EFFUSION, PhantomKind.LATERAL, PhantomKind.CT_SLICE)) {
                var dataset = PhantomStudy.dataset(kind, 7, PhantomStudyOptions.usual());
                for (var tag : List.of(Tag.PatientName, Tag.PatientID, Tag.StudyInstanceUID, Tag.SOPInstanceUID)) {
                    patients.add(dataset.getString(tag).orElseThrow());
                }
                box.store(PhantomStudy.dicom(kind, 7));
            }
            box.upload("no film\nat \"all\"".getBytes(UTF_8));
            box.get("/films/%27%20or%201=1");
            box.filmsAtRest(3);
        }
        LoggerFactory.getLogger("org.mococxr.test").error("two\nlines", new IllegalStateException("with \"cause\""));

        assertThat(lines()).hasSizeGreaterThan(10).allSatisfy(line -> {
            var keys = new ArrayList<String>();
            line.fieldNames().forEachRemaining(keys::add);
            assertThat(keys).containsAll(ALWAYS);
            keys.removeAll(ALWAYS);
            assertThat(keys).isSubsetOf("throwable");
            assertThat(line.path("timestamp").isIntegralNumber()).isTrue();
        });
        assertThat(lines().get(lines().size() - 1)
                        .path("throwable")
                        .path("message")
                        .asText())
                .isEqualTo("with \"cause\"");
        assertThat(patients).hasSize(12);
        assertThat(said.toString(UTF_8)).doesNotContain(patients);
    }
}
