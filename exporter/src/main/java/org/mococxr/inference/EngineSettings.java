package org.mococxr.inference;

import java.time.Duration;

/**
 * @param threadsPerRun how many threads compute one film; more make one film faster, one makes many films faster
 * @param concurrentRuns how many films may be computed at the same time; each holds its own buffers
 * @param longestRun a run that takes longer is ended by force and fails
 */
public record EngineSettings(ProviderChoice provider, int threadsPerRun, int concurrentRuns, Duration longestRun) {
    /** Hundreds of times what a film takes on a slow processor. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(60);

    public EngineSettings {
        if (longestRun.isNegative() || longestRun.isZero()) {
            throw new IllegalArgumentException("a run may take some time, was given " + longestRun);
        }
        if (threadsPerRun < 1 || threadsPerRun > 256 || concurrentRuns < 1 || concurrentRuns > 64) {
            throw new IllegalArgumentException(
                    "an engine computes 1 to 64 films at a time with 1 to 256 threads each, was " + concurrentRuns
                            + " with " + threadsPerRun);
        }
    }

    public EngineSettings(ProviderChoice provider, int threadsPerRun, int concurrentRuns) {
        this(provider, threadsPerRun, concurrentRuns, LONGEST_RUN);
    }

    /** The same with another processor. */
    public EngineSettings on(ProviderChoice other) {
        return new EngineSettings(other, threadsPerRun, concurrentRuns, longestRun);
    }

    /** One film at a time on all processors. */
    public static EngineSettings forOneFilmAtATime(ProviderChoice provider) {
        return new EngineSettings(provider, Math.min(256, Runtime.getRuntime().availableProcessors()), 1);
    }
}
