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

    private final int firstInput;
    private final int bits;
    private final int[] entries;

    private LookupTable(int firstInput, int bits, int[] entries) {
        this.firstInput = firstInput;
        this.bits = bits;
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

    /** What goes out when everything is white. */
    double fullScale() {
        return (1 << bits) - 1;
    }
}
