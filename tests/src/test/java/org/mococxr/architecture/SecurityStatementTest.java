package org.mococxr.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code appliance/SECURITY.md} names tests that are there. */
class SecurityStatementTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestThatTheSecurityStatementNamesIsThere() throws IOException {
        var tests = tests();
        var named = NAMED.matcher(Files.readString(ROOT.resolve("appliance/SECURITY.md")));
        var count = 0;

        while (named.find()) {
            count++;
            assertThat(tests).containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(Files.readString(tests.get(named.group(1))))
                        .as("%s.%s", named.group(1), named.group(2))
                        .contains(" " + named.group(2) + "(");
            }
        }

        assertThat(count).isGreaterThan(30);
    }

    private static Map<String, Path> tests() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("src/test/java")
                            && file.getFileName().toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        }
    }
}
