package org.mococxr.lab;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.mococxr.tensors.SelfCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cxr-lab doctor}. */
@Command(
        name = "doctor",
        description = "Says what this machine offers and whether its libtorch computes what it should.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "A GPU: set PYTORCH_LIBRARY_PATH to a folder with a CUDA libtorch and DJL's libdjl_torch.so for the same version, and",
            "PYTORCH_FLAVOR and PYTORCH_VERSION (such as cu124 and 2.5.1); then cxr-lab doctor --device cuda."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Mixin
    private Computer computer = new Computer();

    @Override
    public Integer call() {
        System.out.printf("cxr-lab    %s%n", LabVersion.text());
        System.out.printf("Java       %s, %s%n", Runtime.version(), System.getProperty("java.vm.name"));
        System.out.printf(
                "Machine    %s %s, %d cores, Java may use %.0f MiB%n",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / MIB);
        for (var name : new String[] {
            "PYTORCH_LIBRARY_PATH", "DJL_CACHE_DIR", "OMP_WAIT_POLICY", "OMP_NUM_THREADS", "ONEDNN_MAX_CPU_ISA"
        }) {
            System.out.printf(
                    "%-21s %s%n", name, Optional.ofNullable(System.getenv(name)).orElse("(not set)"));
        }
        try (var engine = computer.openUnchecked(SelfCheck.NETWORK)) {
            System.out.printf("Computes   %s%n", engine.description());
            var check = SelfCheck.run(engine);
            System.out.printf(
                    "Self-check %s: losses of five steps %s, stored %s%n",
                    check.passed() ? "passed" : "FAILED",
                    SelfCheck.inFigures(check.losses()),
                    SelfCheck.inFigures(SelfCheck.STORED));
            return check.passed() ? LabMain.OK : LabMain.REFUSED;
        }
    }
}
