package org.mococxr.interoperability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScp;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;

/** The box's way in, as the box wires it, without the screening behind it: what is compared with other receivers. */
final class IntakeMain {
    private static final long MOST_WAITING = 1_000_000;

    private IntakeMain() {}

    /** Arguments: an empty folder, and a file that gets the port once it listens. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(args[0]));
        var journal = Journal.open(data.resolve("journal.db"), Clock.systemUTC());
        var record = new Intake.Record(journal, () -> {});
        var inbox = Inbox.open(InboxSettings.in(data.resolve("inbox")), record, new ReceiveEvents(), Clock.systemUTC());
        var scp = StoreScp.builder(Intake.open(inbox, record, journal, MOST_WAITING))
                .start();
        var unfinished = Files.writeString(Path.of(args[1] + ".part"), String.valueOf(scp.port()));
        Files.move(unfinished, Path.of(args[1]));
        Thread.currentThread().join();
    }
}
