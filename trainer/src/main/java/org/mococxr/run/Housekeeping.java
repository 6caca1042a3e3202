package org.mococxr.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * What every training run needs beside its films and settings.
 *
 * @param folder of the run
 * @param loaderThreads threads that paint views
 * @param saveEvery longest time between saves; each epoch saves too
 * @param codeVersion goes into the checkpoint
 * @param journal told how it goes
 * @param clock stamps TensorBoard's events
 * @param stop asked after each step whether to save and leave
 */
public record Housekeeping(
        Path folder,
        int loaderThreads,
        Duration saveEvery,
        String codeVersion,
        Journal journal,
        StopSignal stop,
        Clock clock) {}
