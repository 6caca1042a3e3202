package org.mococxr.inbox;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScp;

/** A receiver in a process of its own, so that a test can kill it. Prints its port and runs until then. */
public final class InboxProcess {
    private InboxProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var settings = InboxSettings.in(Path.of(args[0])).withWatermarkBytes(0);
        var inbox = Inbox.open(settings, object -> Arrival.NEW, new ReceiveEvents(), Clock.systemUTC());
        var scp = StoreScp.builder(inbox)
                .bindAddress(InetAddress.getLoopbackAddress())
                .start();
        System.out.println(scp.port());
        System.out.flush();
        Thread.currentThread().join();
    }

    /** Starts one; its first line is the port. */
    public static Process start(Path home) throws IOException {
        return start(home, List.of());
    }

    /** @param launcher a command that runs the one behind it */
    static Process start(Path home, List<String> launcher) throws IOException {
        var command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InboxProcess.class.getName(),
                home.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
