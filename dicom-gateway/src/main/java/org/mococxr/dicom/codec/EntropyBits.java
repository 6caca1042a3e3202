package org.mococxr.dicom.codec;

/**
 * The bits of one entropy-coded JPEG or JPEG-LS scan, most significant first.
 *
 * <p>JPEG stuffs a zero byte after FF (T.81 F.1.2.3), JPEG-LS a zero bit (T.87 A.1). The scan ends at the next marker; reading
 * on is an error, not zeros for ever.
 */
final class EntropyBits {
    private static final int FULL_BITS = 48;

    private final byte[] bytes;
    private final boolean stuffsBits;
    private int at;
    private long buffer;
    private int count;
    private int padded;
    private boolean afterFf;

    EntropyBits(byte[] bytes, int from, boolean stuffsBits) {
        this.bytes = bytes;
        this.at = from;
        this.stuffsBits = stuffsBits;
    }

    private void fill() {
        while (count <= FULL_BITS) {
            if (atMarker()) {
                buffer <<= 8;
                count += 8;
                padded += 8;
            } else if (stuffsBits) {
                var bits = afterFf ? 7 : 8;
                buffer = buffer << bits | bytes[at] & 0xff;
                count += bits;
                afterFf = bytes[at++] == (byte) 0xff;
            } else {
                buffer = buffer << 8 | bytes[at] & 0xff;
                count += 8;
                at += bytes[at] == (byte) 0xff ? 2 : 1;
            }
        }
    }

    private boolean atMarker() {
        if (at >= bytes.length) {
            return true;
        }
        if (bytes[at] != (byte) 0xff) {
            return false;
        }
        if (at + 1 >= bytes.length) {
            return true;
        }
        return stuffsBits ? (bytes[at + 1] & 0x80) != 0 : bytes[at + 1] != 0;
    }

    /** The next {@code n} bits (at most 32) without consuming them; zeros beyond the end. */
    int peek(int n) {
        if (count < n) {
            fill();
        }
        return (int) (buffer >>> (count - n) & (1L << n) - 1);
    }

    void skip(int n) {
        count -= n;
        if (count < padded) {
            throw new PixelsUnreadableException("the compressed pixels end early, at byte %d".formatted(at));
        }
    }

    int take(int n) {
        if (n == 0) {
            return 0;
        }
        var bits = peek(n);
        skip(n);
        return bits;
    }

    /** Counts zeros up to the next one and consumes them all, refusing more than {@code most} zeros. */
    int zerosBeforeOne(int most) {
        var zeros = 0;
        while (true) {
            var next = peek(32);
            var run = Integer.numberOfLeadingZeros(next);
            if (zeros + run > most) {
                throw new PixelsUnreadableException("a code of more than %d zeros".formatted(most));
            }
            if (run < 32) {
                skip(run + 1);
                return zeros + run;
            }
            skip(32);
            zeros += 32;
        }
    }

    /**
     * Checks that nothing but padding is left, and returns where the marker behind the scan is; the end, where zeros fill the
     * place of the marker.
     */
    int finish() {
        fill();
        var left = count - padded;
        if (padded == 0 || left >= (stuffsBits ? 16 : 8)) {
            if (onlyZerosFollow(left)) {
                return bytes.length;
            }
            throw new PixelsUnreadableException(
                    "compressed data is left over after the last pixel, at byte %d".formatted(at));
        }
        return at;
    }

    /** @param left bits in the buffer; those of the last byte begun are padding, ones or zeros */
    private boolean onlyZerosFollow(int left) {
        if ((buffer >>> padded & (1L << left - left % 8) - 1) != 0) {
            return false;
        }
        for (var i = at; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Passes the restart marker that must be here (T.81 E.2.4) and starts afresh behind it. */
    void restart(int index) {
        var marker = finish();
        if (marker + 1 >= bytes.length || (bytes[marker + 1] & 0xff) != 0xd0 + index % 8) {
            throw new PixelsUnreadableException("restart marker %d is missing at byte %d".formatted(index % 8, marker));
        }
        at = marker + 2;
        buffer = 0;
        count = 0;
        padded = 0;
        afterFf = false;
    }
}
