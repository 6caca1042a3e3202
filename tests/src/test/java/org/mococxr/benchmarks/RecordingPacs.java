package org.mococxr.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/**
 * A PACS that writes what comes to its disk and remembers when it had the structured report, and the picture, of each study. It
 * shares the machine with the box that is measured, so it takes as little of it as it can: one file, as few writes as there are
 * objects.
 */
final class RecordingPacs implements AutoCloseable {
    private final FileChannel disk;
    private final StoreScp scp;
    private final Map<String, Long> reportedAt = new ConcurrentHashMap<>();
    private final Map<String, Long> picturedAt = new ConcurrentHashMap<>();

    private RecordingPacs(FileChannel disk) {
        this.disk = disk;
        this.scp = StoreScp.builder(this::store)
                .aeTitle("PACS")
                .sopClasses(uid -> true)
                .start();
    }

    static RecordingPacs start(Path folder) throws IOException {
        return new RecordingPacs(FileChannel.open(
                Files.createDirectories(folder).resolve("objects"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
    }

    private StoreStatus store(IncomingObject object, InputStream dataset) throws IOException {
        var bytes = dataset.readAllBytes();
        synchronized (disk) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                disk.write(left);
            }
        }
        var isPicture = object.sopClassUid().equals(UID.SecondaryCaptureImageStorage);
        var study = DicomReader.readHeader(new ByteArrayInputStream(bytes), ReadLimits.header())
                .dataset()
                .getString(Tag.StudyInstanceUID)
                .orElseThrow();
        (isPicture ? picturedAt : reportedAt).put(study, System.nanoTime());
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
    public void close() throws IOException {
        scp.close();
        disk.close();
    }
}
