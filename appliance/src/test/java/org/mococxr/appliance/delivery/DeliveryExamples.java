package org.mococxr.appliance.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.PlannedDelivery;
import org.mococxr.appliance.journal.ReceivedFilm;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.appliance.screening.ModelName;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.dicom.net.Peer;

/** A journal with something to deliver. */
final class DeliveryExamples {
    private DeliveryExamples() {}

    /** One scored film, number 1, whose structured report waits for the peer. */
    static void plan(Journal journal, Peer peer) {
        plan(journal, peer, "digest", List.of("sr"));
    }

    /** Another scored film, with reports of these kinds. */
    static void plan(Journal journal, Peer peer, String digest, List<String> kinds) {
        journal.receive(new ReceivedFilm(digest, 10, ReceivedFilm.Source.DICOM, "XRAY1", Optional.of("1.2." + digest)));
        var map = HeatMap.of(1, 1, new float[] {1});
        journal.conclude(
                journal.claim(Duration.ofMinutes(1)).orElseThrow(),
                new Screened(
                        Optional.empty(),
                        new Conclusion.Scored(
                                new ModelName("tiny", "0".repeat(64)),
                                "1",
                                "CPU",
                                List.of(Assessment.of("pleural_effusion", 0.9, "balanced", 0.4, map)),
                                1000,
                                1000,
                                64,
                                List.of(),
                                Duration.ofMillis(1))),
                kinds.stream()
                        .map(kind -> new PlannedDelivery(peer.toString(), kind))
                        .toList());
    }
}
