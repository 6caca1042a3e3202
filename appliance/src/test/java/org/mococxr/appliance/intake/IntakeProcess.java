package org.mococxr.appliance.intake;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScp;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;

/** The way in of a box, disk and journal included, in a process of its own that a test can kill. Prints its port. */
final class IntakeProcess {
    private static final long MOST_WAITING = 1_000_000;

    private IntakeProcess() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(args[0]));
        var journal = Journal.open(data.resolve("journal.db"), Clock.systemUTC());
        var record = new Intake.Record(journal, () -> {});
        var inbox = Inbox.open(
                InboxSettings.in(data.resolve("inbox")).withWatermarkBytes(0),
                record,
                new ReceiveEvents(),
                Clock.systemUTC());
        var intake = Intake.open(inbox, record, journal, MOST_WAITING);
        var scp = StoreScp.builder(intake)
                .bindAddress(InetAddress.getLoopbackAddress())
                .start();
        System.out.println(scp.port());
        System.out.flush();
        Thread.currentThread().join();
    }

    static Process start(Path data) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dcxr.log.level=ERROR",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IntakeProcess.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
