package org.mococxr.appliance;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.screening.ModelChoice;
import picocli.CommandLine.Option;

/** Whose model packages are believed. */
final class TrustOptions {
    @Option(
            names = "--trust",
            paramLabel = "KEY",
            description =
                    "Public key (*.public.pem), or a folder of them, besides those that came with the box; may be repeated.")
    private List<Path> trust = List.of();

    /** @param model a package, or empty for the highest release that came with the box */
    ModelChoice choice(Optional<Path> model) {
        return new ModelChoice(
                model,
                trust,
                Optional.ofNullable(System.getProperty("cxr.models")).map(Path::of));
    }
}
