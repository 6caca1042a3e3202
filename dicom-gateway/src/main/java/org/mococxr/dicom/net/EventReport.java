package org.mococxr.dicom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;

/** Reads N-EVENT-REPORT requests of the Storage Commitment Push Model, the only ones taken here. */
final class EventReport {
    /** A line of some hundred bytes per object of one request. */
    private static final ReadLimits LIMITS = new ReadLimits(4 << 20, 100_000, 4);

    private static final int SUCCESSFUL = 1;
    private static final int FAILURES_EXIST = 2;

    private EventReport() {}

    /** The report, read with its data set to the end; empty when it is none that can be understood. */
    static Optional<CommitmentReport> read(Association association, Association.Message message) throws IOException {
        var command = message.command();
        if (!command.hasDataset()) {
            return Optional.empty();
        }
        var dataset = association.dataset(message);
        var expected = command.commandField() == CommandSet.N_EVENT_REPORT_RQ
                && command.affectedSopClassUid().equals(UID.StorageCommitmentPushModel)
                && (command.eventType() == SUCCESSFUL || command.eventType() == FAILURES_EXIST);
        var report = expected ? parse(dataset, message.context()) : Optional.<CommitmentReport>empty();
        dataset.drain();
        return report;
    }

    private static Optional<CommitmentReport> parse(Association.DatasetStream dataset, NegotiatedContext context)
            throws IOException {
        try {
            var syntax = TransferSyntax.forUid(context.transferSyntax()).orElseThrow();
            return Optional.of(CommitmentReport.of(DicomReader.readDataset(dataset, syntax, LIMITS)));
        } catch (DicomUnreadableException | UncheckedIOException e) {
            return Optional.empty(); // if it was the association that broke, the drain that follows says so
        }
    }

    static StoreStatus statusOf(Optional<CommitmentReport> report) {
        return report.isPresent()
                ? StoreStatus.SUCCESS
                : StoreStatus.noSuchEventType("only storage commitment reports are taken");
    }
}
