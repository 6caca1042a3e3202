package org.mococxr.interoperability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.workbench.Program;

/** The types that the page's scripts state in their comments hold, says the TypeScript compiler; the scripts are served as they are. */
@Tag("system-tools")
@Timeout(120)
class ScriptTypesTest {
    private static final Path SCRIPTS = Path.of("../appliance/src/main/resources/org/mococxr/appliance/web");
    private static final Pattern COMPILER =
            Pattern.compile("META-INF/resources/.*/lib/((_?tsc|lib(\\.[a-z0-9.]+)?\\.d)\\.(js|ts))");

    @TempDir
    static Path folder;

    @BeforeAll
    static void unpackTheCompiler() throws IOException {
        try (var jar = compiler()) {
            for (var entry : jar.stream().toList()) {
                var name = COMPILER.matcher(entry.getName());
                if (name.matches()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, folder.resolve(name.group(1)));
                    }
                }
            }
        }
    }

    private static JarFile compiler() throws IOException {
        var pom = "/META-INF/maven/org.webjars.npm/typescript/pom.properties";
        URL inside = Objects.requireNonNull(ScriptTypesTest.class.getResource(pom), "TypeScript is on the class path");
        var connection = (JarURLConnection) inside.openConnection();
        connection.setUseCaches(false); // closed here, and nobody else's
        return connection.getJarFile();
    }

    private static Program.Ended check(List<Path> scripts) {
        var arguments = new ArrayList<>(List.of(folder.resolve("tsc.js").toString()));
        arguments.addAll(List.of("--noEmit", "--allowJs", "--checkJs", "--strict"));
        arguments.addAll(List.of("--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler"));
        arguments.addAll(List.of("--lib", "es2022,dom,dom.iterable"));
        scripts.forEach(script -> arguments.add(script.toString()));
        return Program.tool("node", "nodejs", arguments.toArray(String[]::new)).end();
    }

    @Test
    void everyScriptOfThePageKeepsTheTypesItStates() throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            scripts = files.filter(file -> file.toString().endsWith(".js"))
                    .sorted()
                    .toList();
        }

        assertThat(scripts).hasSizeGreaterThan(2);
        check(scripts).expectSuccess();
    }

    /** Or the other test would prove nothing. */
    @Test
    void aScriptThatBreaksItsTypesIsFound() throws IOException {
        var wrong =
                Files.writeString(folder.resolve("wrong.js"), "/** @type {number} */ export const one = \"two\";\n");

        assertThat(check(List.of(wrong)).said()).contains("wrong.js(1,", "TS2322");
    }
}
