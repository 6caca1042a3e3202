package org.mococxr.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.Peer;
import org.mococxr.workbench.Eventually;
import org.mococxr.workbench.Program;

/**
 * How fast this box takes films, with every film flushed to disk and in the journal before it is acknowledged, beside DCMTK's {@code
 * storescp --fork} and Orthanc as Debian sets them up. Eight {@link RecordedSender}s send the same bytes at once, one association each;
 * DCMTK's {@code storescu} would do on the same processors more work than the receivers. Each receiver first takes other
 * films, since all of them are meant to run for months; they take turns, three rounds. Medians are printed, with processor time and the highest resident memory of receiver and children. DCMTK and Orthanc answer before the film is
 * on the disk; the disk's own flushes per second are printed with it. As they are set up, each of their answers waits for the
 * sender's acknowledgement of the one before (Nagle's algorithm, 40 ms); with a star they run without that.
 */
@Tag("benchmark")
class ReceiverBenchmarkTest {
    private static final int ASSOCIATIONS = 8;
    private static final int ROUNDS = 3;
    private static final long LOOK_NANOS = 50_000_000;
    private static final long FLUSHING_NANOS = 3_000_000_000L;
    private static final int DIGESTED_MIB = 1000;
    private static final double MILLIS_PER_TICK = 10;

    private enum Load {
        LARGE("15 MB", 2500, 3000, 4, 4),
        SMALL("131 KB", 256, 256, 300, 100);

        private final String words;
        private final int rows;
        private final int columns;
        private final int beforePerAssociation;
        private final int measuredPerAssociation;

        Load(String words, int rows, int columns, int beforePerAssociation, int measuredPerAssociation) {
            this.words = words;
            this.rows = rows;
            this.columns = columns;
            this.beforePerAssociation = beforePerAssociation;
            this.measuredPerAssociation = measuredPerAssociation;
        }

        int objects() {
            return ASSOCIATIONS * measuredPerAssociation;
        }
    }

    private record Measured(double objectsPerSecond, double cpuMillisPerObject, long peakKib) {}

    /** A receiver that listens. */
    private interface Receiver extends AutoCloseable {
        Peer peer();

        long pid();

        @Override
        void close();
    }

    private interface Starter {
        Receiver start(Path folder) throws IOException;
    }

    @TempDir
    private Path folder;

    @Test
    void takesFilmsBesideDcmtkAndOrthanc() throws IOException {
        printFlushes();
        printDigestRate();
        CopyingAlone.print(folder, ASSOCIATIONS);
        Map<String, Starter> receivers = new LinkedHashMap<>();
        receivers.put("this box", ReceiverBenchmarkTest::box);
        receivers.put("storescp", place -> storescp(place, "storescp"));
        receivers.put("Orthanc", place -> orthanc(OrthancUnderTest.start(place)));
        receivers.put("storescp*", place -> storescp(place, "env", "TCP_NODELAY=1", "storescp"));
        receivers.put("Orthanc*", place -> orthanc(OrthancUnderTest.startWithoutDelay(place)));
        for (var load : Load.values()) {
            var before = films(load, "before", load.beforePerAssociation);
            var measured = films(load, "measured", load.measuredPerAssociation);
            var all = new LinkedHashMap<String, List<Measured>>();
            for (var round = 0; round < ROUNDS; round++) {
                for (var receiver : receivers.entrySet()) {
                    var place = Files.createDirectories(folder.resolve(load + receiver.getKey() + round));
                    all.computeIfAbsent(receiver.getKey(), name -> new ArrayList<>())
                            .add(measure(receiver.getValue(), place, before, measured));
                }
            }
            print(load, all);
        }
    }

    private static Measured measure(Starter starter, Path place, List<List<Path>> before, List<List<Path>> measured)
            throws IOException {
        var senders = Executors.newFixedThreadPool(ASSOCIATIONS);
        try (var receiver = starter.start(place)) {
            start(senders, receiver, before).forEach(CompletableFuture::join);
            var cpuBefore = cpuMillis(receiver.pid());
            var began = System.nanoTime();
            var sending = start(senders, receiver, measured);
            var peakKib = 0L;
            while (!sending.stream().allMatch(CompletableFuture::isDone)) {
                peakKib = Math.max(peakKib, residentKib(receiver.pid()));
                LockSupport.parkNanos(LOOK_NANOS);
            }
            var seconds = (System.nanoTime() - began) / 1e9;
            sending.forEach(CompletableFuture::join); // fails if one failed
            var objects = measured.stream().mapToInt(List::size).sum();
            return new Measured(objects / seconds, (cpuMillis(receiver.pid()) - cpuBefore) / objects, peakKib);
        } finally {
            senders.shutdownNow();
        }
    }

    private static List<CompletableFuture<Void>> start(Executor senders, Receiver receiver, List<List<Path>> films) {
        return films.stream()
                .map(each -> CompletableFuture.runAsync(() -> send(receiver.peer(), each), senders))
                .toList();
    }

    private static void send(Peer peer, List<Path> recorded) {
        try {
            RecordedSender.send(peer, recorded);
        } catch (IOException e) {
            throw new UncheckedIOException("the association with " + peer.aeTitle() + " broke", e);
        }
    }

    private static void print(Load load, Map<String, List<Measured>> all) {
        var ours = median(all.get("this box"), Measured::objectsPerSecond);
        System.out.printf("%n%d objects of %s, %d associations%n", load.objects(), load.words, ASSOCIATIONS);
        all.forEach((name, measured) -> System.out.printf(
                "%-9s %7.1f objects/s   this box / it: %4.2f   %5.1f ms CPU/object   peak %4d MiB%n",
                name,
                median(measured, Measured::objectsPerSecond),
                ours / median(measured, Measured::objectsPerSecond),
                median(measured, Measured::cpuMillisPerObject),
                measured.stream().mapToLong(Measured::peakKib).max().orElse(0) >> 10));
    }

    private static double median(List<Measured> measured, ToDoubleFunction<Measured> figure) {
        return measured.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(measured.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** For each association its films, recorded. */
    private List<List<Path>> films(Load load, String set, int objectsPerAssociation) throws IOException {
        var place = Files.createDirectories(folder.resolve(set + load));
        var random = new Random((set + load).hashCode());
        var films = new ArrayList<List<Path>>();
        for (var association = 0; association < ASSOCIATIONS; association++) {
            var own = new ArrayList<Path>();
            for (var i = 0; i < objectsPerAssociation; i++) {
                own.add(RecordedSender.record(film(load, random), place.resolve(association + "-" + i + ".pdata")));
            }
            films.add(own);
        }
        return films;
    }

    private static DicomObject film(Load load, Random random) {
        var pixels = new byte[2 * load.rows * load.columns];
        random.nextBytes(pixels);
        var dataset = new Attributes();
        dataset.setString(org.mococxr.dicom.Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForPresentation);
        dataset.setString(org.mococxr.dicom.Tag.SOPInstanceUID, VR.UI, "2.25." + random.nextLong(1, Long.MAX_VALUE));
        dataset.setString(org.mococxr.dicom.Tag.StudyInstanceUID, VR.UI, "2.25." + random.nextLong(1, Long.MAX_VALUE));
        dataset.setString(org.mococxr.dicom.Tag.SeriesInstanceUID, VR.UI, "2.25." + random.nextLong(1, Long.MAX_VALUE));
        dataset.setString(org.mococxr.dicom.Tag.PatientID, VR.LO, "P" + random.nextInt(1000));
        dataset.setInt(org.mococxr.dicom.Tag.Rows, VR.US, load.rows);
        dataset.setInt(org.mococxr.dicom.Tag.Columns, VR.US, load.columns);
        dataset.setBytes(org.mococxr.dicom.Tag.PixelData, VR.OW, pixels);
        return DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private record Running(Program program, Peer peer) implements Receiver {
        @Override
        public long pid() {
            return program.pid();
        }

        @Override
        public void close() {
            program.close();
        }
    }

    private static Receiver box(Path place) {
        var port = place.resolve("port");
        var program =
                Program.ours(IntakeMain.class, List.of(place.resolve("data").toString(), port.toString()));
        Eventually.holds("the box listens", () -> Files.exists(port));
        try {
            return new Running(program, new Peer("MOCOCXR", "127.0.0.1", Integer.parseInt(Files.readString(port))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Receiver storescp(Path place, String... command) throws IOException {
        var port = freePort();
        var arguments = new ArrayList<>(List.of(command).subList(1, command.length));
        arguments.addAll(List.of("--fork", "-pdu", "131072", "-od"));
        arguments.add(Files.createDirectories(place.resolve("received")).toString());
        arguments.add(String.valueOf(port));
        var program = Program.tool(command[0], "dcmtk", arguments.toArray(String[]::new));
        var peer = new Peer("STORESCP", "127.0.0.1", port);
        Eventually.holds(
                "storescp answers",
                () -> Program.tool("echoscu", "dcmtk", peer.host(), String.valueOf(port))
                                .end()
                                .exit()
                        == 0);
        return new Running(program, peer);
    }

    private static Receiver orthanc(OrthancUnderTest orthanc) {
        return new Receiver() {
            @Override
            public Peer peer() {
                return orthanc.peer();
            }

            @Override
            public long pid() {
                return orthanc.pid();
            }

            @Override
            public void close() {
                orthanc.close();
            }
        };
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The disk alone: how often a second a file of 128 KiB can be written and flushed, one after another. */
    private void printFlushes() throws IOException {
        var content = ByteBuffer.allocate(128 << 10);
        var began = System.nanoTime();
        var flushes = 0;
        while (System.nanoTime() - began < FLUSHING_NANOS) {
            try (var file = FileChannel.open(
                    folder.resolve("flush" + flushes++), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                file.write(content.rewind());
                file.force(true);
            }
        }
        System.out.printf(
                "%nThe disk: %.0f files of 128 KiB written and flushed a second%n", flushes / (FLUSHING_NANOS / 1e9));
    }

    /** What names every film on the disk, on one core. */
    private static void printDigestRate() {
        var bytes = new byte[1 << 20];
        var began = 0L;
        for (var round = 0; round < 2; round++) { // the first warms up
            began = System.nanoTime();
            var digest = sha256();
            for (var i = 0; i < DIGESTED_MIB; i++) {
                digest.update(bytes);
            }
        }
        System.out.printf(
                "SHA-256: %.0f MiB a second on one core%n", DIGESTED_MIB / ((System.nanoTime() - began) / 1e9));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of a process and the children it waited for, from Linux' {@code /proc} (proc(5), fields 14 to 17). */
    private static double cpuMillis(long pid) throws IOException {
        var line = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1); // from field 3 on
        return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum() * MILLIS_PER_TICK;
    }

    /** Of a process and its children, from Linux' {@code /proc}. */
    private static long residentKib(long pid) {
        var children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), children)
                .map(ReceiverBenchmarkTest::ownResidentKib)
                .sum();
    }

    private static long ownResidentKib(long pid) {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has just ended
        }
    }
}
