package org.mococxr.film;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A film made small enough to send to a viewer that sets its own window: 16-bit grey, aspect kept. It begins where the film's own
 * window ends: what that one made black or white stays so.
 *
 * <p>Owns its array.
 */
public final class DeepPicture {
    private static final int WHITE = 0xffff;

    private final int rows;
    private final int columns;
    private final byte[] littleEndian;

    private DeepPicture(int rows, int columns, byte[] littleEndian) {
        this.rows = rows;
        this.columns = columns;
        this.littleEndian = littleEndian;
    }

    /** @param longSidePixels longest side of the picture; a smaller film keeps its size */
    public static DeepPicture of(Radiograph film, int longSidePixels) {
        var fitted = FittedGrey.of(film, longSidePixels);
        var bytes = ByteBuffer.allocate(fitted.values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : fitted.values) {
            bytes.putShort((short) Math.round(value * WHITE));
        }
        return new DeepPicture(fitted.rows, fitted.columns, bytes.array());
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Writes uint16 [rows * columns], row-major, 0..65535, little endian. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(littleEndian);
    }
}
