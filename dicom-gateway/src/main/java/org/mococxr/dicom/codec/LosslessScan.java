package org.mococxr.dicom.codec;

/** Decodes the scan of a lossless frame of one component (T.81 annex H): each pixel is a prediction plus a coded difference. */
final class LosslessScan {
    private static final int HALF_RANGE_CATEGORY = 16;

    private final EntropyBits bits;
    private final FrameShape shape;
    private final int precision;
    private final HuffmanTable table;
    private final int predictor;
    private final int pointTransform;

    LosslessScan(
            EntropyBits bits, FrameShape shape, int precision, HuffmanTable table, int predictor, int pointTransform) {
        if (predictor < 1 || predictor > 7 || pointTransform >= precision) {
            throw new PixelsUnreadableException(
                    "lossless JPEG predictor %d with point transform %d".formatted(predictor, pointTransform));
        }
        this.bits = bits;
        this.shape = shape;
        this.precision = precision;
        this.table = table;
        this.predictor = predictor;
        this.pointTransform = pointTransform;
    }

    short[] decode(int restartInterval) {
        var columns = shape.columns();
        if (restartInterval % columns != 0) {
            throw new PixelsUnreadableException("a lossless JPEG restart interval that is no whole number of rows");
        }
        var pixels = new short[shape.pixels()];
        var rowsPerInterval = restartInterval / columns;
        for (var row = 0; row < shape.rows(); row++) {
            var fresh = row == 0 || rowsPerInterval > 0 && row % rowsPerInterval == 0;
            if (fresh && row > 0) {
                bits.restart(row / rowsPerInterval - 1);
            }
            decodeRow(pixels, row * columns, fresh);
        }
        if (pointTransform > 0) {
            for (var i = 0; i < pixels.length; i++) {
                pixels[i] = (short) (pixels[i] << pointTransform);
            }
        }
        return pixels;
    }

    /** The first row after a start knows only its left neighbour, the first pixel of a row only the one above (H.1.2.1). */
    private void decodeRow(short[] pixels, int from, boolean fresh) {
        var columns = shape.columns();
        var limit = 1 << (precision - pointTransform);
        for (var i = from; i < from + columns; i++) {
            int predicted;
            if (i == from) {
                predicted = fresh ? limit / 2 : pixels[i - columns] & 0xffff;
            } else if (fresh) {
                predicted = pixels[i - 1] & 0xffff;
            } else {
                predicted =
                        predict(pixels[i - 1] & 0xffff, pixels[i - columns] & 0xffff, pixels[i - columns - 1] & 0xffff);
            }
            // Some encoders (Philips, Samsung) wrap differences at the precision instead of at 16 bits (H.1.2.1): both
            // are read so.
            pixels[i] = (short) ((predicted + difference()) & (limit - 1));
        }
    }

    private int difference() {
        var category = table.next(bits);
        if (category > HALF_RANGE_CATEGORY) {
            throw new PixelsUnreadableException("a lossless JPEG difference of %d bits".formatted(category));
        }
        return category == HALF_RANGE_CATEGORY ? 1 << 15 : HuffmanTable.signed(bits, category);
    }

    private int predict(int left, int above, int corner) {
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + ((above - corner) >> 1);
            case 6 -> above + ((left - corner) >> 1);
            default -> (left + above) >> 1;
        };
    }
}
