package org.mococxr.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.mococxr.observation.DiskTrouble;

/** Weights in one of the forms they are published in, told apart by the file's first bytes: safetensors, or the zip of {@code torch.save}. */
public final class WeightsFile {
    private static final int PICKLE = 0x80;

    private WeightsFile() {}

    /** @throws CheckpointUnreadableException in words, if the file is neither, is damaged, or calls for more than tensors */
    public static Safetensors read(Path file) {
        byte[] start;
        try (var in = Files.newInputStream(file)) {
            start = in.readNBytes(Integer.BYTES);
        } catch (IOException e) {
            throw new CheckpointUnreadableException("cannot read " + file + ": " + DiskTrouble.inWords(e), e);
        }
        if (start.length == Integer.BYTES && start[0] == 'P' && start[1] == 'K') {
            return new Safetensors(TorchFile.tensors(file), Map.of());
        }
        if (start.length == Integer.BYTES && (start[0] & 0xff) == PICKLE && start[1] >= 2 && start[1] <= 5) {
            throw new CheckpointUnreadableException(
                    ("cannot read the tensors of %s: it has the form that torch wrote before version 1.6, which is one"
                                    + " Python program; save it anew with"
                                    + " torch.save(torch.load(file, weights_only=True), newfile)")
                            .formatted(file));
        }
        return Safetensors.read(file);
    }
}
