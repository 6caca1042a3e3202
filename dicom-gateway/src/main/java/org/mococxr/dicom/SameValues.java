package org.mococxr.dicom;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether two data sets say the same, however each was written: implicit or explicit, with stated or open lengths, with group lengths or
 * padding or without. Values are compared by what both writers say they are; of what neither names, the bytes are compared. Pixel Data
 * of the data set itself, and what a compressor wrote of its work, are left to whoever can decode the pixels.
 */
public final class SameValues {
    /** Retired, and changed by every writer (PS3.6). */
    private static final int LENGTH_TO_END = 0x00080001;

    /**
     * What a compressor leaves about itself, as DCMTK does for lossless JPEG too. It tells how pixels were made, and they are compared
     * themselves.
     */
    private static final Set<Integer> HOW_IT_WAS_WRAPPED =
            Set.of(Tag.DerivationDescription, Tag.DerivationCodeSequence);

    private static final byte[] ITEM = {(byte) 0xfe, (byte) 0xff, 0x00, (byte) 0xe0};
    private static final byte[] SEQUENCE_END = {(byte) 0xfe, (byte) 0xff, (byte) 0xdd, (byte) 0xe0, 0, 0, 0, 0};

    /** Sequences that came as bytes within such sequences; each is read once more. */
    private static final int MOST_REREAD = 8;

    private SameValues() {}

    /** Whether both hold the same elements with the same values, Pixel Data apart. */
    public static boolean hold(Attributes first, Attributes second) {
        return same(first, second, true, MOST_REREAD);
    }

    private static boolean same(Attributes first, Attributes second, boolean root, int rereads) {
        var tags = new TreeSet<Integer>();
        Arrays.stream(first.tags()).forEach(tags::add);
        Arrays.stream(second.tags()).forEach(tags::add);
        for (var tag : tags) {
            if (Tag.isGroupLength(tag)
                    || tag == LENGTH_TO_END
                    || tag == Tag.DataSetTrailingPadding
                    || root && (tag == Tag.PixelData || HOW_IT_WAS_WRAPPED.contains(tag))) {
                continue;
            }
            var one = first.find(tag);
            var other = second.find(tag);
            if (one.isEmpty() || other.isEmpty() || !same(tag, first, one.get(), second, other.get(), rereads)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(int tag, Attributes first, Element one, Attributes second, Element other, int rereads) {
        if (one.value() instanceof Value.Fragments || other.value() instanceof Value.Fragments) {
            return one.value().equals(other.value());
        }
        var bytes = first.bytesOf(one);
        var otherBytes = second.bytesOf(other);
        if (bytes.isPresent() && otherBytes.isPresent()) {
            return sameBytes(one.vr(), bytes.get(), other.vr(), otherBytes.get())
                    || sameNumbers(tag, first, one.vr(), second, other.vr())
                    || sameItems(one, other, rereads);
        }
        return sameItems(one, other, rereads);
    }

    private static boolean sameBytes(VR vr, byte[] bytes, VR otherVr, byte[] otherBytes) {
        var isText = isTextOrUnknown(vr) && isTextOrUnknown(otherVr) && (vr != VR.UN || otherVr != VR.UN);
        return Arrays.equals(Attributes.padded(vr, bytes), Attributes.padded(otherVr, otherBytes))
                || isText && Arrays.equals(withoutPadding(bytes), withoutPadding(otherBytes));
    }

    private static boolean isTextOrUnknown(VR vr) {
        return vr.isText() || vr == VR.UN;
    }

    private static byte[] withoutPadding(byte[] bytes) {
        var end = bytes.length;
        while (end > 0 && (bytes[end - 1] == ' ' || bytes[end - 1] == 0)) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** {@code 1.0} and {@code 1} are one number. */
    private static boolean sameNumbers(int tag, Attributes first, VR vr, Attributes second, VR otherVr) {
        if (vr != otherVr || vr != VR.DS && vr != VR.IS) {
            return false;
        }
        var numbers = first.getDoubles(tag);
        return numbers.length > 0 && Arrays.equals(numbers, second.getDoubles(tag));
    }

    private static boolean sameItems(Element one, Element other, int rereads) {
        var isReread = !(one.value() instanceof Value.Items) || !(other.value() instanceof Value.Items);
        if (isReread && rereads == 0) {
            return false;
        }
        var items = items(one);
        var otherItems = items(other);
        if (items.isEmpty()
                || otherItems.isEmpty()
                || items.get().size() != otherItems.get().size()) {
            return false;
        }
        for (var i = 0; i < items.get().size(); i++) {
            if (!same(items.get().get(i), otherItems.get().get(i), false, isReread ? rereads - 1 : rereads)) {
                return false;
            }
        }
        return true;
    }

    /** Also of a sequence that nobody named: its bytes are in implicit form (PS3.5 section 6.2.2). */
    private static Optional<List<Attributes>> items(Element element) {
        if (element.value() instanceof Value.Items found) {
            return Optional.of(found.items);
        }
        if (!(element.value() instanceof Value.Bytes value) || element.vr() != VR.UN) {
            return Optional.empty();
        }
        if (value.bytes.length == 0) {
            return Optional.of(List.of());
        }
        if (value.bytes.length < ITEM.length || !Arrays.equals(value.bytes, 0, ITEM.length, ITEM, 0, ITEM.length)) {
            return Optional.empty();
        }
        var dataset = new ByteArrayOutputStream(value.bytes.length + 16);
        dataset.writeBytes(new byte[] {9, 0, 0, 0x10, -1, -1, -1, -1}); // (0009,1000), of open length
        dataset.writeBytes(value.bytes);
        dataset.writeBytes(SEQUENCE_END);
        try {
            return Optional.of(DicomReader.readDataset(
                            dataset.toByteArray(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, ReadLimits.header())
                    .getSequence(0x00091000));
        } catch (DicomUnreadableException e) {
            return Optional.empty(); // bytes that only look like a sequence
        }
    }
}
