package org.mococxr.appliance;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.screening.ModelChoice;
import org.mococxr.inference.ProviderChoice;
import picocli.CommandLine.Option;

/** Options of every subcommand that runs a model. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "PKG",
            description = "Model package (*.cxrmodel). Without it the highest release that came with the box.")
    private @Nullable Path model;

    @Option(
            names = "--trust",
            paramLabel = "KEY",
            description =
                    "Public key (*.public.pem), or a folder of them, besides those that came with the box; may be repeated.")
    private List<Path> trust = List.of();

    @Option(
            names = "--provider",
            paramLabel = "auto|cpu|cuda|tensorrt",
            converter = ProviderConverter.class,
            defaultValue = "auto",
            description = "What runs the network; what really does is reported. Default: ${DEFAULT-VALUE}.")
    private ProviderChoice provider = ProviderChoice.AUTO;

    ModelChoice choice() {
        return new ModelChoice(
                Optional.ofNullable(model),
                trust,
                Optional.ofNullable(System.getProperty("cxr.models")).map(Path::of));
    }

    ProviderChoice provider() {
        return provider;
    }
}
