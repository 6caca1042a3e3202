package org.mococxr.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Plain encoders, written from the standards for the tests only: speed and ratio do not matter. */
final class TestEncoders {
    private TestEncoders() {}

    /** RLE with runs of two and more packed, everything else as literals. */
    static byte[] rle(short[] words, int bytesPerPixel) {
        var segments = new ByteArrayOutputStream();
        var header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(bytesPerPixel);
        for (var b = bytesPerPixel - 1; b >= 0; b--) {
            header.putInt(64 + segments.size());
            for (var i = 0; i < words.length; ) {
                var value = words[i] >> 8 * b & 0xff;
                var run = 1;
                while (run < 128 && i + run < words.length && (words[i + run] >> 8 * b & 0xff) == value) {
                    run++;
                }
                segments.write(run > 1 ? 1 - run : 0);
                segments.write(value);
                i += run;
            }
            if (segments.size() % 2 == 1) {
                segments.write(0);
            }
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(header.array());
        all.writeBytes(segments.toByteArray());
        return all.toByteArray();
    }

    /** Lossless JPEG with one code of five bits for each of the 17 categories. */
    static byte[] lossless(
            short[] words, FrameShape shape, int precision, int predictor, int shift, int rowsPerRestart) {
        return lossless(words, shape, precision, predictor, shift, rowsPerRestart, 16);
    }

    /** @param wrapBits differences are taken modulo two to the power of this: 16 in the standard, the precision by some makers */
    static byte[] lossless(
            short[] words,
            FrameShape shape,
            int precision,
            int predictor,
            int shift,
            int rowsPerRestart,
            int wrapBits) {
        var out = new ByteArrayOutputStream();
        frame(out, 0xc3, shape, precision);
        segment(out, 0xc4, 2 + 17 + 17);
        out.write(0);
        for (var length = 1; length <= 16; length++) {
            out.write(length == 5 ? 17 : 0);
        }
        for (var category = 0; category <= 16; category++) {
            out.write(category);
        }
        if (rowsPerRestart > 0) {
            segment(out, 0xdd, 4);
            shortTo(out, rowsPerRestart * shape.columns());
        }
        scanHeader(out, predictor, 0, shift);
        var bits = new BitWriter(out, false);
        var columns = shape.columns();
        for (var i = 0; i < words.length; i++) {
            var row = i / columns;
            var fresh = row == 0 || rowsPerRestart > 0 && row % rowsPerRestart == 0;
            if (fresh && row > 0 && i % columns == 0) {
                bits.align();
                out.write(0xff);
                out.write(0xd0 + (row / rowsPerRestart - 1) % 8);
            }
            var value = (words[i] & 0xffff) >> shift;
            var exact = value - predicted(words, i, columns, fresh, predictor, shift, precision);
            var difference = exact << (32 - wrapBits) >> (32 - wrapBits);
            var category = difference == Short.MIN_VALUE ? 16 : 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
            bits.put(category, 5);
            if (category < 16) {
                bits.put(difference < 0 ? difference - 1 : difference, category);
            }
        }
        bits.align();
        end(out);
        return out.toByteArray();
    }

    private static int predicted(
            short[] words, int i, int columns, boolean fresh, int predictor, int shift, int precision) {
        var first = i % columns == 0;
        if (first) {
            return fresh ? 1 << (precision - shift - 1) : (words[i - columns] & 0xffff) >> shift;
        }
        var a = (words[i - 1] & 0xffff) >> shift;
        if (fresh) {
            return a;
        }
        var b = (words[i - columns] & 0xffff) >> shift;
        var c = (words[i - columns - 1] & 0xffff) >> shift;
        return switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + ((b - c) >> 1);
            case 6 -> b + ((a - c) >> 1);
            default -> (a + b) >> 1;
        };
    }

    /** Sequential DCT, every coefficient kept (quantisation 1), with 128 codes of eight bits and 128 of nine. */
    static byte[] dct(short[] words, FrameShape shape, int precision, int blocksPerRestart) {
        var out = new ByteArrayOutputStream();
        frame(out, 0xc1, shape, precision);
        segment(out, 0xdb, 2 + 65);
        out.write(0);
        for (var i = 0; i < 64; i++) {
            out.write(1);
        }
        for (var tableClass = 0; tableClass < 2; tableClass++) {
            segment(out, 0xc4, 2 + 17 + 256);
            out.write(tableClass << 4);
            for (var length = 1; length <= 16; length++) {
                out.write(length == 8 || length == 9 ? 128 : 0);
            }
            for (var symbol = 0; symbol < 256; symbol++) {
                out.write(symbol);
            }
        }
        if (blocksPerRestart > 0) {
            segment(out, 0xdd, 4);
            shortTo(out, blocksPerRestart);
        }
        scanHeader(out, 0, 63, 0);
        var bits = new BitWriter(out, false);
        var across = (shape.columns() + 7) / 8;
        var blocks = across * ((shape.rows() + 7) / 8);
        var dc = 0;
        for (var block = 0; block < blocks; block++) {
            if (blocksPerRestart > 0 && block > 0 && block % blocksPerRestart == 0) {
                bits.align();
                out.write(0xff);
                out.write(0xd0 + (block / blocksPerRestart - 1) % 8);
                dc = 0;
            }
            var coefficients = forwardDct(words, shape, block / across * 8, block % across * 8, precision);
            dc = putBlock(bits, coefficients, dc);
        }
        bits.align();
        end(out);
        return out.toByteArray();
    }

    private static int putBlock(BitWriter bits, int[] zigzag, int dc) {
        putSymbol(bits, category(zigzag[0] - dc));
        putSigned(bits, zigzag[0] - dc);
        var zeros = 0;
        for (var k = 1; k < 64; k++) {
            if (zigzag[k] == 0) {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16) {
                putSymbol(bits, 0xf0);
            }
            putSymbol(bits, zeros << 4 | category(zigzag[k]));
            putSigned(bits, zigzag[k]);
            zeros = 0;
        }
        if (zeros > 0) {
            putSymbol(bits, 0);
        }
        return zigzag[0];
    }

    private static int category(int value) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    }

    private static void putSigned(BitWriter bits, int value) {
        bits.put(value < 0 ? value - 1 : value, category(value));
    }

    private static void putSymbol(BitWriter bits, int symbol) {
        if (symbol < 128) {
            bits.put(symbol, 8);
        } else {
            bits.put(256 + symbol - 128, 9);
        }
    }

    private static int[] forwardDct(short[] words, FrameShape shape, int row, int column, int precision) {
        var zigzag = new int[64];
        var at = 0;
        for (var diagonal = 0; diagonal < 15; diagonal++) {
            for (var step = 0; step <= diagonal; step++) {
                var u = diagonal % 2 == 0 ? step : diagonal - step;
                var v = diagonal - u;
                if (u < 8 && v < 8) {
                    zigzag[at++] = (int) Math.rint(coefficient(words, shape, row, column, precision, u, v));
                }
            }
        }
        return zigzag;
    }

    private static double coefficient(
            short[] words, FrameShape shape, int row, int column, int precision, int u, int v) {
        var sum = 0.0;
        for (var y = 0; y < 8; y++) {
            for (var x = 0; x < 8; x++) {
                var atRow = Math.min(row + y, shape.rows() - 1);
                var atColumn = Math.min(column + x, shape.columns() - 1);
                var sample = (words[atRow * shape.columns() + atColumn] & 0xffff) - (1 << (precision - 1));
                sum += sample * Math.cos((2 * x + 1) * u * Math.PI / 16) * Math.cos((2 * y + 1) * v * Math.PI / 16);
            }
        }
        return sum / 4 * (u == 0 ? Math.sqrt(0.5) : 1) * (v == 0 ? Math.sqrt(0.5) : 1);
    }

    static void frame(ByteArrayOutputStream out, int marker, FrameShape shape, int precision) {
        out.write(0xff);
        out.write(0xd8);
        segment(out, marker, 11);
        out.write(precision);
        shortTo(out, shape.rows());
        shortTo(out, shape.columns());
        out.write(1);
        out.write(1);
        out.write(0x11);
        out.write(0);
    }

    static void scanHeader(ByteArrayOutputStream out, int first, int second, int third) {
        segment(out, 0xda, 8);
        out.write(1);
        out.write(1);
        out.write(0);
        out.write(first);
        out.write(second);
        out.write(third);
    }

    static void segment(ByteArrayOutputStream out, int marker, int length) {
        out.write(0xff);
        out.write(marker);
        shortTo(out, length);
    }

    static void shortTo(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    static void end(ByteArrayOutputStream out) {
        out.write(0xff);
        out.write(0xd9);
    }
}
