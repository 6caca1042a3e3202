package org.mococxr.appliance.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.CommitmentReport;
import org.mococxr.dicom.net.CommitmentRequest;
import org.mococxr.dicom.net.ObjectReference;
import org.mococxr.dicom.net.Peer;

/** A report whose peer has to vouch for it counts as delivered exactly when that peer does so. */
final class CommitmentsTest {
    private static final Recipient PACS = new Recipient(new Peer("PACS", "192.0.2.10", 104), Optional.empty(), true);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Journal journal;
    private Commitments commitments;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal.db"), clock);
        commitments = new Commitments(journal, Backoff.standard(new Random(1)), clock);
        DeliveryExamples.plan(journal, PACS.peer());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whatIsVouchedForIsDelivered() {
        var request = ask();

        var answered =
                commitments.onReport(new CommitmentReport(request.transactionUid(), Set.of("1.2.3"), Map.of()), "PACS");

        assertThat(answered).isTrue();
        assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.DELIVERED);
        assertThat(delivery().words().english()).contains("vouches");
        assertThat(commitments.isOpen(request)).isFalse();
    }

    @Test
    void anAnswerAfterARestartCounts() {
        var request = ask();
        journal.close();
        journal = Journal.open(folder.resolve("journal.db"), clock);
        commitments = new Commitments(journal, Backoff.standard(new Random(1)), clock);

        var answered =
                commitments.onReport(new CommitmentReport(request.transactionUid(), Set.of("1.2.3"), Map.of()), "PACS");

        assertThat(answered).isTrue();
        assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.DELIVERED);
    }

    @Test
    void aQuestionNobodyAnswersIsNotKeptForever() {
        var first = ask();
        clock.pass(Duration.ofDays(8));

        var second = ask();

        assertThat(commitments.isOpen(first)).isFalse();
        assertThat(commitments.isOpen(second)).isTrue();
    }

    @Test
    void whatIsDeniedIsSentAgain() {
        var request = ask();

        commitments.onReport(new CommitmentReport(request.transactionUid(), Set.of(), Map.of("1.2.3", 0x0112)), "PACS");

        assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.WAITING);
        assertThat(delivery().words().english()).contains("does not vouch for it: it has no such object");
        clock.pass(Duration.ofMinutes(15));
        assertThat(journal.outbox().dueFilms(PACS.peer().toString(), 1)).hasSize(1);
    }

    @Test
    void whatTheAnswerLeavesOutIsSentAgain() {
        var request = ask();

        commitments.onReport(new CommitmentReport(request.transactionUid(), Set.of("1.2.3.99"), Map.of()), "PACS");

        assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.WAITING);
        assertThat(delivery().words().english()).contains("does not mention the report");
    }

    @Test
    void nobodyElseCanVouchAndNoAnswerCountsTwice() {
        var request = ask();
        var report = new CommitmentReport(request.transactionUid(), Set.of("1.2.3"), Map.of());

        assertThat(commitments.onReport(report, "OTHER")).isFalse();
        assertThat(commitments.onReport(new CommitmentReport("2.25.1", Set.of("1.2.3"), Map.of()), "PACS"))
                .isFalse();
        assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.WAITING);
        assertThat(commitments.onReport(report, "PACS")).isTrue();
        assertThat(commitments.onReport(report, "PACS")).isFalse();
    }

    @Test
    void eachQuestionHasATransactionOfItsOwn() {
        var first = ask().transactionUid();

        assertThat(ask().transactionUid()).isNotEqualTo(first);
        assertThat(UID.isValid(first)).isTrue();
    }

    private CommitmentRequest ask() {
        return commitments.ask(
                PACS,
                List.of(new Commitments.Stored(
                        delivery(), new ObjectReference(UID.Comprehensive3DSRStorage, "1.2.3"))));
    }

    private DeliveryEntry delivery() {
        return journal.worklist().film(1).orElseThrow().deliveries().get(0);
    }
}
