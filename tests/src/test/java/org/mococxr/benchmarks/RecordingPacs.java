package org.mococxr.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.IncomingObject;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.StoreScp;
import org.mococxr.dicom.net.StoreStatus;

/** A PACS that writes what comes to its disk and remembers when it had the structured report, and the picture, of each study. */
final class RecordingPacs implements AutoCloseable {
    private final Path folder;
    private final StoreScp scp;
    private final Map<String, Long> reportedAt = new ConcurrentHashMap<>();
    private final Map<String, Long> picturedAt = new ConcurrentHashMap<>();

    private RecordingPacs(Path folder) {
        this.folder = folder;
        this.scp = StoreScp.builder(this::store)
                .aeTitle("PACS")
                .sopClasses(uid -> true)
                .start();
    }

    static RecordingPacs start(Path folder) throws IOException {
        return new RecordingPacs(Files.createDirectories(folder));
    }

    private StoreStatus store(IncomingObject object, InputStream dataset) throws IOException {
        var file = folder.resolve(object.sopInstanceUid());
        Files.copy(dataset, file);
        var isPicture = object.sopClassUid().equals(UID.SecondaryCaptureImageStorage);
        try (var in = Files.newInputStream(file)) {
            var study = DicomReader.readHeader(in, ReadLimits.header())
                    .dataset()
                    .getString(Tag.StudyInstanceUID)
                    .orElseThrow();
            (isPicture ? picturedAt : reportedAt).put(study, System.nanoTime());
        }
        return StoreStatus.SUCCESS;
    }

    Peer peer() {
        return new Peer("PACS", "127.0.0.1", scp.port());
    }

    /** By study, {@link System#nanoTime}. */
    Map<String, Long> reportedAt() {
        return reportedAt;
    }

    /** Studies of which both the report and the picture are there. */
    int complete() {
        return Math.min(reportedAt.size(), picturedAt.size());
    }

    /** When the last of all came. */
    long lastAt() {
        return Math.max(latest(reportedAt), latest(picturedAt));
    }

    private static long latest(Map<String, Long> times) {
        return times.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    @Override
    public void close() {
        scp.close();
    }
}
