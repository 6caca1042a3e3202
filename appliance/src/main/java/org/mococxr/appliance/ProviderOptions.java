package org.mococxr.appliance;

import org.mococxr.inference.ProviderChoice;
import picocli.CommandLine.Option;

/** What runs the network. */
final class ProviderOptions {
    @Option(
            names = "--provider",
            paramLabel = "auto|cpu|cuda|tensorrt",
            converter = ProviderConverter.class,
            defaultValue = "auto",
            description = "What runs the network; what really does is reported. Default: ${DEFAULT-VALUE}.")
    private ProviderChoice provider = ProviderChoice.AUTO;

    ProviderChoice choice() {
        return provider;
    }
}
