package org.mococxr.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What all cores of this machine together did until a moment, as the system counts it.
 *
 * @param busySeconds in programs, in the system for them, and in the system for devices
 * @param idleSeconds with nothing to do
 * @param diskSeconds of the idle ones, while something waited for the disk; counted roughly by the system
 * @param takenSeconds in which the host of a virtual machine gave the core to another
 */
record MachineTime(double busySeconds, double idleSeconds, double diskSeconds, double takenSeconds) {
    static MachineTime now() throws IOException {
        var fields = Files.readString(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow()
                .split(" +");
        var seconds = new double[9];
        for (var i = 1; i < seconds.length; i++) {
            seconds[i] = Long.parseLong(fields[i]) / Figures.TICKS_A_SECOND;
        }
        return new MachineTime(
                seconds[1] + seconds[2] + seconds[3] + seconds[6] + seconds[7],
                seconds[4] + seconds[5],
                seconds[5],
                seconds[8]);
    }

    /** Milliseconds of a film, in words. */
    String until(MachineTime later, int films) {
        return String.format(
                Locale.ROOT,
                "all programs %.1f, idle %.1f (of it waiting for the disk %.1f), taken by the host %.1f",
                1000 * (later.busySeconds - busySeconds) / films,
                1000 * (later.idleSeconds - idleSeconds) / films,
                1000 * (later.diskSeconds - diskSeconds) / films,
                1000 * (later.takenSeconds - takenSeconds) / films);
    }
}
