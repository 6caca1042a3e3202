package org.mococxr.appliance;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.screening.ModelChoice;
import org.mococxr.inference.ProviderChoice;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every subcommand that runs a model. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "PKG",
            description =
                    "Model package (*.cxrmodel). Without it the active one of the box, or the highest release of the default model that came with it.")
    private @Nullable Path model;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private ProviderOptions provider = new ProviderOptions();

    ModelChoice choice() {
        return trust.choice(Optional.ofNullable(model));
    }

    ProviderChoice provider() {
        return provider.choice();
    }
}
