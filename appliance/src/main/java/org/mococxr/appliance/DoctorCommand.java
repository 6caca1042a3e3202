package org.mococxr.appliance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.appliance.screening.ActiveModel;
import org.mococxr.inference.EngineSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks model, golden test, provider and disk, and says what is wrong.")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the box, to look at its disk.")
    private @Nullable Path data;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.println("Version:     cxr-box %s, Java %s, %s %s"
                .formatted(
                        BoxVersion.text(),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch")));
        var read = model.choice().read();
        out.println("Signature:   good, key " + read.signingKeyId());
        try (var active = ActiveModel.open(read, EngineSettings.forOneFilmAtATime(model.provider()))) {
            out.println("Model:       %s, %s"
                    .formatted(active.facts().name(), active.manifest().id()));
            out.println("Provider:    " + active.facts().provider());
            out.println("Golden test: " + active.facts().goldenTest());
            out.println("Input check: "
                    + active.inputCheck()
                            .map(check -> "side views, other pictures, inverted, turned and unusual films are refused")
                            .orElse("NONE in this model: a side view that no header gives away is scored"));
        }
        return disk() ? 0 : 1;
    }

    private boolean disk() {
        if (data == null) {
            return true;
        }
        if (!Files.isDirectory(data)) {
            spec.commandLine().getErr().println("cxr-box: there is no folder " + data);
            return false;
        }
        var disk = DiskSpace.of(data);
        spec.commandLine()
                .getOut()
                .println("Disk:        %d MiB free, %d kept in reserve%s"
                        .formatted(
                                disk.freeBytes() >> 20,
                                disk.reserveBytes() >> 20,
                                disk.hasRoom() ? "" : ": FULL, films would be turned away"));
        return disk.hasRoom();
    }
}
