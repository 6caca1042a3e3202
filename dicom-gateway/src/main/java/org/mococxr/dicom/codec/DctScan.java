package org.mococxr.dicom.codec;

import java.util.Arrays;

/** Decodes the scan of a sequential DCT frame of one component, 8 or 12 bits (T.81 annex F). */
final class DctScan {
    private static final int BLOCK = 8;
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final EntropyBits bits;
    private final FrameShape shape;
    private final int[] quantisation;
    private final HuffmanTable dcTable;
    private final HuffmanTable acTable;
    private final InverseDct inverse;

    DctScan(
            EntropyBits bits,
            FrameShape shape,
            int precision,
            int[] quantisation,
            HuffmanTable dcTable,
            HuffmanTable acTable) {
        this.bits = bits;
        this.shape = shape;
        this.quantisation = quantisation;
        this.dcTable = dcTable;
        this.acTable = acTable;
        this.inverse = new InverseDct(precision);
    }

    short[] decode(int restartInterval) {
        var pixels = new short[shape.pixels()];
        var across = (shape.columns() + BLOCK - 1) / BLOCK;
        var down = (shape.rows() + BLOCK - 1) / BLOCK;
        var coefficients = new int[BLOCK * BLOCK];
        var samples = new int[BLOCK * BLOCK];
        var dc = 0;
        for (var block = 0; block < across * down; block++) {
            if (restartInterval > 0 && block > 0 && block % restartInterval == 0) {
                bits.restart(block / restartInterval - 1);
                dc = 0;
            }
            dc += readBlock(dc, coefficients);
            inverse.apply(coefficients, samples);
            place(samples, pixels, block / across * BLOCK, block % across * BLOCK);
        }
        return pixels;
    }

    /** Reads one block, dequantised, and returns by how much its DC coefficient differs from the one before. */
    private int readBlock(int dc, int[] coefficients) {
        Arrays.fill(coefficients, 0);
        var category = dcTable.next(bits);
        if (category > 15) {
            throw new PixelsUnreadableException("a DC coefficient of %d bits".formatted(category));
        }
        var difference = HuffmanTable.signed(bits, category);
        coefficients[0] = (dc + difference) * quantisation[0];
        for (var k = 1; k < coefficients.length; k++) {
            var symbol = acTable.next(bits);
            var size = symbol & 15;
            if (size == 0) {
                if (symbol >> 4 != 15) {
                    break;
                }
                k += 15;
                continue;
            }
            k += symbol >> 4;
            if (k >= coefficients.length) {
                throw new PixelsUnreadableException("a DCT block of more than 64 coefficients");
            }
            coefficients[ZIGZAG[k]] = HuffmanTable.signed(bits, size) * quantisation[k];
        }
        return difference;
    }

    private void place(int[] samples, short[] pixels, int row, int column) {
        var height = Math.min(BLOCK, shape.rows() - row);
        var width = Math.min(BLOCK, shape.columns() - column);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                pixels[(row + y) * shape.columns() + column + x] = (short) samples[y * BLOCK + x];
            }
        }
    }
}
