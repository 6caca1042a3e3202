package org.mococxr.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A stand-in for a PACS: takes every storage class in any encoding it can name and puts each object as a DICOM file into a folder.
 * For demonstrations and tests; it neither checks data sets nor survives a power cut (for that see the inbox). An object that is
 * sent again replaces its file.
 */
public final class FolderScp implements AutoCloseable {
    private static final String UNFINISHED = ".part";
    private final Path folder;
    private final StoreScp scp;

    private FolderScp(Path folder, StoreScp.Builder settings) {
        this.folder = folder;
        this.scp = settings.start();
    }

    /** Listens on {@code port} (0 for a free one) of the loopback address and writes into {@code folder}, which is created. */
    public static FolderScp start(String aeTitle, int port, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the folder for received objects " + folder, e);
        }
        return new FolderScp(
                folder,
                StoreScp.builder((object, dataset) -> write(folder, object, dataset))
                        .aeTitle(aeTitle)
                        .strictCalledAeTitle(true)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .port(port)
                        .sopClasses(uid -> uid.startsWith(ReceivedKinds.STORAGE_PREFIX)));
    }

    public int port() {
        return scp.port();
    }

    public Peer peer() {
        return new Peer(scp.aeTitle(), "127.0.0.1", scp.port());
    }

    /** The complete files received so far, by name. */
    public List<Path> files() {
        try (var entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    /** The SOP Instance UID is digits and dots by now, so it can name a file. */
    private static StoreStatus write(Path folder, IncomingObject object, InputStream dataset) throws IOException {
        var unfinished = Files.createTempFile(folder, "receiving", UNFINISHED);
        try {
            try (var out = Files.newOutputStream(unfinished)) {
                out.write(new Part10Header(
                                object.sopClassUid(),
                                object.sopInstanceUid(),
                                object.transferSyntaxUid(),
                                object.callingAeTitle())
                        .encode());
                dataset.transferTo(out);
            }
            Files.move(
                    unfinished,
                    folder.resolve(object.sopInstanceUid() + ".dcm"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return StoreStatus.SUCCESS;
    }

    @Override
    public void close() {
        scp.close();
    }
}
