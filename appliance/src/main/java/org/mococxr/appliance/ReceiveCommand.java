package org.mococxr.appliance;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.mococxr.dicom.net.FolderScp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "receive",
        mixinStandardHelpOptions = true,
        description = {
            "Stands in for a PACS: writes every received object into a folder.",
            "For tests and demonstrations on this machine; it keeps no promise about power cuts."
        })
final class ReceiveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--port", required = true, paramLabel = "PORT", description = "Port; 0 takes a free one.")
    private int port;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Folder for what is received.")
    private Path folder;

    @Option(
            names = "--ae-title",
            paramLabel = "AET",
            defaultValue = "PACS",
            description = "AE title. Default: ${DEFAULT-VALUE}.")
    private String aeTitle;

    @Option(names = "--ready-file", paramLabel = "FILE", description = "Written with the port once it listens.")
    private @Nullable Path readyFile;

    @Override
    public Integer call() throws InterruptedException {
        var scp = FolderScp.start(aeTitle, port, folder);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            scp.close();
                            stopped.countDown();
                        },
                        "stop"));
        var out = spec.commandLine().getOut();
        out.println("Receiving as %s into %s. Stop with Ctrl-C.".formatted(scp.peer(), folder));
        out.flush();
        if (readyFile != null) {
            DataFolder.write(readyFile, "{\"dicomPort\":%d}\n".formatted(scp.port()));
        }
        stopped.await();
        return 0;
    }
}
