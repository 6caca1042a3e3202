package org.mococxr.film;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;
import org.mococxr.film.FilmUnreadableException.Reason;
import org.mococxr.observation.ObservationKind;

/** A Modality or VOI LUT item (PS3.3 C.11.1.1, C.11.2.1.1): inputs below and above its range take its first and last entry. */
final class LookupTable {
    private static final int MOST_ENTRIES = 1 << 16;

    /** A table of so few bits may well be a dark one. */
    private static final int FEWEST_BITS = 8;

    private final int firstInput;
    private final int statedBits;
    private final int bits;
    private final int[] entries;

    private LookupTable(int firstInput, int statedBits, int[] entries) {
        this.firstInput = firstInput;
        this.statedBits = statedBits;
        this.bits = Math.min(statedBits, Math.max(FEWEST_BITS, bitsOf(entries)));
        this.entries = entries;
    }

    /** @param signedInput whether what goes in may be negative, which the descriptor's representation does not always say */
    static LookupTable of(Attributes item, boolean signedInput, String name) {
        var descriptor = item.getByteBuffer(Tag.LUTDescriptor).orElseGet(() -> ByteBuffer.allocate(0));
        if (descriptor.remaining() < 6) {
            throw new FilmUnreadableException(Reason.MALFORMED, ObservationKind.TABLE_WITHOUT_DESCRIPTOR.of(name));
        }
        var stated = descriptor.getShort() & 0xffff;
        var count = stated == 0 ? MOST_ENTRIES : stated;
        var first = descriptor.getShort();
        var signed = signedInput || item.getVR(Tag.LUTDescriptor).orElse(VR.US) == VR.SS;
        var bits = descriptor.getShort() & 0xffff;
        var data = item.getByteBuffer(Tag.LUTData).orElseGet(() -> ByteBuffer.allocate(0));
        if (bits < 1 || bits > 16 || data.remaining() < count) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED, ObservationKind.TABLE_SHORT.of(name, count, bits, data.remaining()));
        }
        var bytes = data.remaining() < 2 * count;
        var entries = new int[count];
        data.order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < count; i++) {
            entries[i] = bytes ? data.get() & 0xff : data.getShort() & 0xffff;
        }
        return new LookupTable(signed ? first : first & 0xffff, bits, entries);
    }

    double apply(double input) {
        var at = (int) Math.rint(input) - firstInput;
        return entries[Math.max(0, Math.min(entries.length - 1, at))];
    }

    private static int bitsOf(int[] entries) {
        var largest = 0;
        for (var entry : entries) {
            largest = Math.max(largest, entry);
        }
        return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    }

    /**
     * What goes out when everything is white. Some writers (Agfa CR) state 16 bits for tables of 12 or 14: taken at their word, the
     * film would be nearly black, so white is what the largest entry's bits can say.
     */
    double fullScale() {
        return (1 << bits) - 1;
    }

    /** Whether its entries need fewer bits than it states. */
    boolean isNarrow() {
        return bits < statedBits;
    }

    int statedBits() {
        return statedBits;
    }

    int bits() {
        return bits;
    }
}
