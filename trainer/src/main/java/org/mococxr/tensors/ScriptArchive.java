package org.mococxr.tensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs TorchScript text as the archive that {@code torch.jit.save} writes for a module without tensors of its own. */
final class ScriptArchive {
    /** The class that the text declares. */
    static final String CLASS = "Script";

    private ScriptArchive() {}

    /** @param text declares {@code class Script(Module)} with the one attribute {@code training : bool} */
    static byte[] of(String text) {
        var archive = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(archive)) {
            put(zip, "data.pkl", pickledModule());
            put(zip, "code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // protocol 2, empty tuple
            put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused the TorchScript archive", e);
        }
        return archive.toByteArray();
    }

    /** Pickle protocol 2 of {@code __torch__.Script} with the state {@code {"training": True}}. */
    private static byte[] pickledModule() {
        var pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.writeBytes(("__torch__\n" + CLASS + "\n").getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.writeBytes("training".getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    /** Stored, not deflated: libtorch maps the entries. */
    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        var checksum = new CRC32();
        checksum.update(bytes);
        var entry = new ZipEntry("mococxr/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
