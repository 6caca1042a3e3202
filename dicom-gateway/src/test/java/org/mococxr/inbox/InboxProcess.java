package org.mococxr.inbox;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScp;

/** A receiver in a process of its own, so that a test can kill it. Prints its port and runs until then. */
final class InboxProcess {
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
}
