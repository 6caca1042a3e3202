package org.mococxr.film;

import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * Where a pixel's value sits in its word (PS3.5 section 8.1.1): {@code bits} bits whose lowest is {@code shift}; other bits may
 * hold overlays.
 *
 * @param highBitReplaced whether HighBit could not be right and the usual place was taken
 */
record StoredBits(int bits, int shift, boolean signed, boolean highBitReplaced) {

    static StoredBits of(Attributes dataset, int bitsAllocated) {
        var bits = dataset.getInt(Tag.BitsStored, bitsAllocated);
        var highBit = dataset.getInt(Tag.HighBit, bits - 1);
        var possible = highBit >= bits - 1 && highBit < bitsAllocated;
        return new StoredBits(
                bits, possible ? highBit - bits + 1 : 0, dataset.getInt(Tag.PixelRepresentation, 0) == 1, !possible);
    }

    /** All bits of the word, for a film whose values need more of them than it says. */
    StoredBits widened(int bitsAllocated) {
        return new StoredBits(bitsAllocated, 0, signed, highBitReplaced);
    }

    /**
     * Whether a stored word holds nothing but its value, or that with its sign continued.
     *
     * @param word of {@code bitsAllocated} bits, unsigned
     */
    boolean isPlain(int word, int bitsAllocated) {
        var beyond = word >> bits;
        return shift > 0 || beyond == 0 || signed && word >> (bits - 1) == (1 << (bitsAllocated - bits + 1)) - 1;
    }

    /** How many different values there are, and so entries of a lookup table. */
    int values() {
        return 1 << bits;
    }

    /** The table entry of a stored word: its value bits, unsigned. */
    int indexOf(int word) {
        return (word >> shift) & (values() - 1);
    }

    /** The number a table entry stands for. */
    int valueAt(int index) {
        return signed && index >= values() / 2 ? index - values() : index;
    }

    int lowest() {
        return signed ? -(values() / 2) : 0;
    }

    int highest() {
        return lowest() + values() - 1;
    }
}
