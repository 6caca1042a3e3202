package org.mococxr.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.Peer;
import org.mococxr.workbench.Eventually;
import org.mococxr.workbench.Program;

/**
 * How fast this box takes films, with every film flushed to disk and in the journal before it is acknowledged, beside DCMTK's {@code
 * storescp --fork} and Orthanc as Debian sets them up. Eight of DCMTK's {@code storescu} send at once, one association each. The
 * receivers take turns, three rounds; medians are printed, with the highest resident memory of receiver and children.
 */
@Tag("benchmark")
class ReceiverBenchmarkTest {
    private static final int ASSOCIATIONS = 8;
    private static final int ROUNDS = 3;
    private static final long LOOK_NANOS = 50_000_000;

    private enum Load {
        LARGE("15 MB", 2500, 3000, 4),
        SMALL("131 KB", 256, 256, 50);

        private final String words;
        private final int rows;
        private final int columns;
        private final int objectsPerAssociation;

        Load(String words, int rows, int columns, int objectsPerAssociation) {
            this.words = words;
            this.rows = rows;
            this.columns = columns;
            this.objectsPerAssociation = objectsPerAssociation;
        }

        int objects() {
            return ASSOCIATIONS * objectsPerAssociation;
        }
    }

    private record Measured(double objectsPerSecond, long peakKib) {}

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
        Map<String, Starter> receivers = new LinkedHashMap<>();
        receivers.put("this box", ReceiverBenchmarkTest::box);
        receivers.put("storescp", ReceiverBenchmarkTest::storescp);
        receivers.put("Orthanc", ReceiverBenchmarkTest::orthanc);
        for (var load : Load.values()) {
            var films = films(load);
            var all = new LinkedHashMap<String, List<Measured>>();
            for (var round = 0; round < ROUNDS; round++) {
                for (var receiver : receivers.entrySet()) {
                    var place = Files.createDirectories(folder.resolve(load + receiver.getKey() + round));
                    all.computeIfAbsent(receiver.getKey(), name -> new ArrayList<>())
                            .add(measure(receiver.getValue(), place, films));
                }
            }
            print(load, all);
        }
    }

    private static Measured measure(Starter starter, Path place, List<List<Path>> films) throws IOException {
        try (var receiver = starter.start(place)) {
            send(receiver, films.get(0).subList(0, 1)).end().expectSuccess(); // first use is not what is measured
            var began = System.nanoTime();
            var senders = films.stream().map(each -> send(receiver, each)).toList();
            var peakKib = 0L;
            while (senders.stream().anyMatch(Program::isRunning)) {
                peakKib = Math.max(peakKib, residentKib(receiver.pid()));
                LockSupport.parkNanos(LOOK_NANOS);
            }
            var seconds = (System.nanoTime() - began) / 1e9;
            senders.forEach(sender -> sender.end().expectSuccess());
            return new Measured(films.stream().mapToInt(List::size).sum() / seconds, peakKib);
        }
    }

    private static Program send(Receiver receiver, List<Path> films) {
        var peer = receiver.peer();
        var arguments = new ArrayList<>(
                List.of("-aec", peer.aeTitle(), "-pdu", "131072", peer.host(), String.valueOf(peer.port())));
        films.forEach(film -> arguments.add(film.toString()));
        return Program.tool("storescu", "dcmtk", arguments.toArray(String[]::new));
    }

    private static void print(Load load, Map<String, List<Measured>> all) {
        var ours = median(all.get("this box"));
        System.out.printf("%n%d objects of %s, %d associations%n", load.objects(), load.words, ASSOCIATIONS);
        all.forEach((name, measured) -> System.out.printf(
                "%-9s %7.1f objects/s   this box / it: %4.2f   peak %4d MiB%n",
                name,
                median(measured),
                ours / median(measured),
                measured.stream().mapToLong(Measured::peakKib).max().orElse(0) >> 10));
    }

    private static double median(List<Measured> measured) {
        return measured.stream()
                .mapToDouble(Measured::objectsPerSecond)
                .sorted()
                .skip(measured.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** For each association its films. */
    private List<List<Path>> films(Load load) throws IOException {
        var place = Files.createDirectories(folder.resolve("films" + load));
        var random = new Random(load.ordinal());
        var films = new ArrayList<List<Path>>();
        for (var association = 0; association < ASSOCIATIONS; association++) {
            var own = new ArrayList<Path>();
            for (var i = 0; i < load.objectsPerAssociation; i++) {
                var file = place.resolve(association + "-" + i + ".dcm");
                own.add(Files.write(file, DicomWriter.toBytes(film(load, random))));
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

    private static Receiver storescp(Path place) throws IOException {
        var port = freePort();
        var program = Program.tool(
                "storescp",
                "dcmtk",
                "--fork",
                "-pdu",
                "131072",
                "-od",
                Files.createDirectories(place.resolve("received")).toString(),
                String.valueOf(port));
        var peer = new Peer("STORESCP", "127.0.0.1", port);
        Eventually.holds(
                "storescp answers",
                () -> Program.tool("echoscu", "dcmtk", peer.host(), String.valueOf(port))
                                .end()
                                .exit()
                        == 0);
        return new Running(program, peer);
    }

    private static Receiver orthanc(Path place) throws IOException {
        var orthanc = OrthancUnderTest.start(place);
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
