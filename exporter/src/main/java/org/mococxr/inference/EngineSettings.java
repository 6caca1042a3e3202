package org.mococxr.inference;

/**
 * @param threadsPerRun how many threads compute one film; more make one film faster, one makes many films faster
 * @param concurrentRuns how many films may be computed at the same time; each holds its own buffers
 */
public record EngineSettings(ProviderChoice provider, int threadsPerRun, int concurrentRuns) {
    public EngineSettings {
        if (threadsPerRun < 1 || threadsPerRun > 256 || concurrentRuns < 1 || concurrentRuns > 64) {
            throw new IllegalArgumentException(
                    "an engine computes 1 to 64 films at a time with 1 to 256 threads each, was " + concurrentRuns
                            + " with " + threadsPerRun);
        }
    }

    /** One film at a time on all processors. */
    public static EngineSettings forOneFilmAtATime(ProviderChoice provider) {
        return new EngineSettings(provider, Math.min(256, Runtime.getRuntime().availableProcessors()), 1);
    }
}
