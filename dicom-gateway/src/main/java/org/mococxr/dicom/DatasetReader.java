package org.mococxr.dicom;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mococxr.dicom.DicomUnreadableException.Reason;
import org.mococxr.observation.ObservationKind;

/**
 * Reads the elements of one data set with a stack of its own, so that nesting costs no Java stack.
 *
 * <p>Not for several threads; good for one data set.
 */
final class DatasetReader {
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final long UNDEFINED = 0xffffffffL;
    private static final int ELEMENT_HEAD_BYTES = 8;

    /** No first element of a data set is longer; what says so is no length but a representation. */
    private static final long LONGEST_FIRST_VALUE = 1 << 16;

    /** Opened also where a system that did not know them passed them on as UN of a defined length. Others stay as they came. */
    private static final Set<Integer> INTERPRETED_SEQUENCES = Set.of(
            Tag.AnatomicRegionSequence,
            Tag.ModalityLUTSequence,
            Tag.VOILUTSequence,
            Tag.ViewCodeSequence,
            Tag.ViewModifierCodeSequence);

    private final DicomInput in;
    private final ReadLimits limits;
    private final boolean explicitVr;
    private final boolean bigEndian;
    private final boolean compressed;
    private final boolean withPixels;
    private final Optional<NativePixels> taker;
    private int elements;
    private boolean stoppedAtPixels;
    private boolean pixelsTaken;
    private boolean isDone;

    DatasetReader(DicomInput in, TransferSyntax syntax, ReadLimits limits, boolean withPixels) {
        this(in, syntax, limits, withPixels, Optional.empty());
    }

    /** @param taker of pixels that are not compressed, instead of the data set */
    DatasetReader(
            DicomInput in, TransferSyntax syntax, ReadLimits limits, boolean withPixels, Optional<NativePixels> taker) {
        this.taker = taker;
        this.in = in;
        this.limits = limits;
        this.explicitVr = syntax.isExplicitVr();
        this.bigEndian = syntax.isBigEndian();
        this.compressed = syntax.isEncapsulated();
        this.withPixels = withPixels;
        in.setBigEndian(bigEndian);
    }

    /** A sequence (with {@code target} the list of items) or a data set that is being read. */
    private record Level(
            List<Attributes> sequence, Attributes dataset, boolean isSequence, long end, boolean explicitVr) {
        static Level dataset(Attributes dataset, long end, boolean explicitVr) {
            return new Level(List.of(), dataset, false, end, explicitVr);
        }

        static Level sequence(List<Attributes> sequence, long end, boolean explicitVr) {
            return new Level(sequence, new Attributes(), true, end, explicitVr);
        }

        boolean hasEnd() {
            return end != UNDEFINED;
        }
    }

    private record Header(int tag, VR vr, long length) {
        boolean undefinedLength() {
            return length == UNDEFINED;
        }
    }

    /** Whether the pixels are not in the data set that was read, though the object has some. */
    boolean withoutPixels() {
        return stoppedAtPixels || pixelsTaken;
    }

    Attributes read() throws IOException {
        var root = new Attributes();
        var open = new ArrayDeque<Level>();
        open.push(Level.dataset(root, UNDEFINED, isExplicitHere(explicitVr, LONGEST_FIRST_VALUE)));
        while (!open.isEmpty()) {
            var level = open.element();
            if (level.hasEnd() && in.position() >= level.end()) {
                if (in.position() > level.end()) {
                    throw DicomUnreadableException.malformed(ObservationKind.DATA_SET_BEYOND_SEQUENCE.of());
                }
                open.pop();
            } else if (open.size() == 1 && endsHere()) {
                return root;
            } else if (level.isSequence()) {
                readItem(level, open);
            } else {
                readElement(level, open);
                if (stoppedAtPixels || isDone) {
                    return root;
                }
            }
        }
        return root;
    }

    /**
     * Whether the elements that follow name their representations, whatever was announced: files whose meta information says one
     * form hold the other, and so do items of sequences that passed through systems that did not know them.
     *
     * @param longest length that the first element can have
     */
    private boolean isExplicitHere(boolean announced, long longest) throws IOException {
        var head = in.peek(ELEMENT_HEAD_BYTES);
        var tag = head.length < ELEMENT_HEAD_BYTES ? ITEM_END : word(head, 0) << 16 | word(head, 2);
        if (bigEndian || Tag.groupOf(tag) == 0xfffe) {
            return announced;
        }
        var fits = Integer.toUnsignedLong(word(head, 6) << 16 | word(head, 4)) <= longest;
        if (announced) {
            var blank = head[4] == 0 && head[5] == 0 || head[4] == ' ' && head[5] == ' ';
            return isLetter(head[4]) && isLetter(head[5]) || blank || !fits;
        }
        var named = VR.forCode(head[4], head[5]).filter(vr -> vr != VR.UN);
        return named.isPresent() && (named.get() == ElementDictionary.vrOf(tag) || !fits);
    }

    private static int word(byte[] head, int at) {
        return (head[at + 1] & 0xff) << 8 | head[at] & 0xff;
    }

    /** Group 0002 only. */
    Attributes readFileMeta() throws IOException {
        var meta = new Attributes();
        for (var head = in.peek(2); head.length == 2 && head[0] == 2 && head[1] == 0; head = in.peek(2)) {
            var header = readHeader(explicitVr);
            if (header.undefinedLength() || header.vr() == VR.SQ) {
                throw DicomUnreadableException.malformed(ObservationKind.SEQUENCE_IN_FILE_META.of());
            }
            count();
            meta.put(header.tag(), new Element(header.vr(), new Value.Bytes(in.readBytes(header.length()))));
        }
        return meta;
    }

    /** The end, or the zeros with which some writers fill a file up. */
    private boolean endsHere() throws IOException {
        var head = in.peek(8);
        for (var b : head) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void readElement(Level level, Deque<Level> open) throws IOException {
        var header = readHeader(level.explicitVr());
        if (header.tag() == ITEM_END && !level.hasEnd() && open.size() > 1) {
            open.pop();
            return;
        }
        if (header.tag() == SEQUENCE_END && !level.hasEnd() && open.size() > 1) {
            closeSequence(open);
            return;
        }
        if (open.size() == 1 && (header.tag() == ITEM_END || header.tag() == SEQUENCE_END) && header.length() == 0) {
            return; // ends nothing: what it ended was written with a length
        }
        if (Tag.groupOf(header.tag()) == 0xfffe) {
            throw DicomUnreadableException.malformed(
                    ObservationKind.NO_ELEMENT.of(Tag.toString(header.tag()), in.position()));
        }
        if (!header.undefinedLength()) {
            checkFits(header, level);
        }
        var pixels = open.size() == 1 && isPixels(header.tag());
        if (pixels && !withPixels) {
            stoppedAtPixels = true;
            return;
        }
        if (!pixels || taker.isEmpty()) {
            readValue(header, pixels, level, open);
            return;
        }
        in.allow(limits.maxBytes());
        if (header.undefinedLength() || !canBeTaken(header)) {
            taker.get().announced(level.dataset(), header.undefinedLength() ? in.arrived() : header.length());
        }
        readValue(header, true, level, open);
        in.allow(Math.min(limits.maxBytes(), in.position() + taker.get().mostBytesBehind()));
        isDone = taker.get().mostBytesBehind() == 0;
    }

    private void readValue(Header header, boolean pixels, Level level, Deque<Level> open) throws IOException {
        if (header.undefinedLength() && (pixels || header.vr() == VR.OB || header.vr() == VR.OW)) {
            level.dataset().setFragments(header.tag(), readFragments());
            return;
        }
        if (header.vr() == VR.SQ || header.undefinedLength() || isSequencePassedOn(header)) {
            openSequence(header, level, open);
            return;
        }
        count();
        if (pixels && taker.isPresent() && canBeTaken(header)) {
            var end = in.position() + header.length();
            taker.get().take(level.dataset(), header.length(), in.next(header.length()));
            in.skip(end - in.position());
            pixelsTaken = true;
            return;
        }
        var bytes = in.readBytes(header.length());
        level.dataset().put(header.tag(), new Element(header.vr(), new Value.Bytes(littleEndian(header.vr(), bytes))));
    }

    /** An item that its sequence's end ends as well. */
    private static void closeSequence(Deque<Level> open) {
        open.pop();
        if (open.element().isSequence() && !open.element().hasEnd()) {
            open.pop();
        }
    }

    /** A length that is only declared must not make anybody allocate memory. */
    private boolean canBeTaken(Header header) throws IOException {
        return header.tag() == Tag.PixelData && !compressed && !bigEndian && in.arrived() >= header.length();
    }

    private static boolean isPixels(int tag) {
        return tag == Tag.PixelData || tag == Tag.FloatPixelData || tag == Tag.DoubleFloatPixelData;
    }

    private boolean isSequencePassedOn(Header header) throws IOException {
        var head = header.vr() == VR.UN && INTERPRETED_SEQUENCES.contains(header.tag()) ? in.peek(4) : new byte[0];
        return head.length == 4 && (word(head, 0) << 16 | word(head, 2)) == ITEM;
    }

    private void openSequence(Header header, Level level, Deque<Level> open) {
        if (header.vr() != VR.SQ && header.vr() != VR.UN) {
            throw DicomUnreadableException.malformed(
                    ObservationKind.NO_SEQUENCE.of(Tag.toString(header.tag()), header.vr()));
        }
        // A level per sequence and one per item.
        if (open.size() / 2 >= limits.maxDepth()) {
            throw new DicomUnreadableException(Reason.MALFORMED, ObservationKind.NESTED_TOO_DEEP.of(limits.maxDepth()));
        }
        count();
        var end = header.undefinedLength() ? UNDEFINED : in.position() + header.length();
        // What was unknown when it was written is in implicit form inside (PS3.5 section 6.2.2).
        var explicit = level.explicitVr() && header.vr() == VR.SQ;
        open.push(Level.sequence(level.dataset().newSequence(header.tag()), end, explicit));
    }

    private void readItem(Level level, Deque<Level> open) throws IOException {
        var tag = in.readTag();
        var length = Integer.toUnsignedLong(in.readInt());
        if (tag == SEQUENCE_END && !level.hasEnd()) {
            open.pop();
            return;
        }
        if (tag != ITEM) {
            throw DicomUnreadableException.malformed(ObservationKind.NO_ITEM.of(Tag.toString(tag), in.position()));
        }
        count();
        var item = new Attributes();
        level.sequence().add(item);
        var end = length == UNDEFINED ? UNDEFINED : in.position() + length;
        if (level.hasEnd() && end != UNDEFINED && end > level.end()) {
            throw DicomUnreadableException.malformed(ObservationKind.ITEM_BEYOND_SEQUENCE.of());
        }
        var longest = length == UNDEFINED ? LONGEST_FIRST_VALUE : length;
        open.push(Level.dataset(item, end, isExplicitHere(level.explicitVr(), longest)));
    }

    private List<byte[]> readFragments() throws IOException {
        var fragments = new ArrayList<byte[]>();
        while (true) {
            if (!fragments.isEmpty() && endsHere()) {
                return fragments; // without its delimiter, or with zeros in the place of it
            }
            var tag = in.readTag();
            var length = Integer.toUnsignedLong(in.readInt());
            if (tag == SEQUENCE_END) {
                return fragments;
            }
            if (tag != ITEM || length == UNDEFINED) {
                throw DicomUnreadableException.malformed(ObservationKind.NO_FRAGMENT.of(Tag.toString(tag)));
            }
            count();
            fragments.add(in.readBytes(length));
        }
    }

    private Header readHeader(boolean explicit) throws IOException {
        var tag = in.readTag();
        if (!explicit || Tag.groupOf(tag) == 0xfffe) {
            return new Header(tag, ElementDictionary.vrOf(tag), Integer.toUnsignedLong(in.readInt()));
        }
        var first = in.readUnsignedByte();
        var second = in.readUnsignedByte();
        var known = VR.forCode(first, second);
        if (known.isPresent() && !known.get().hasLongHeader()) {
            return new Header(tag, known.get(), in.readUnsignedShort());
        }
        var reserved = in.readUnsignedShort();
        if (known.isEmpty() && (!isLetter(first) || !isLetter(second))) {
            // Writers that leave the representation blank use the short form, as DCMTK does.
            return new Header(
                    tag, ElementDictionary.vrOf(tag) == VR.SQ ? VR.UN : ElementDictionary.vrOf(tag), reserved);
        }
        // A representation newer or more private than this program has the long form (PS3.5 section 7.1.2).
        var vr = known.orElse(VR.UN);
        var length = Integer.toUnsignedLong(in.readInt());
        return new Header(tag, vr == VR.UN && !bigEndian ? spelledOut(tag, length) : vr, length);
    }

    /**
     * Systems that did not know an element passed it on as UN; the dictionary says what it is. Sequences of defined length
     * stay UN, but for {@link #INTERPRETED_SEQUENCES}: the inside of others is not needed and was not checked by the one who
     * wrote them.
     */
    private static VR spelledOut(int tag, long length) {
        var vr = ElementDictionary.vrOf(tag);
        return vr == VR.SQ || length == UNDEFINED ? VR.UN : vr;
    }

    private static boolean isLetter(int code) {
        return code >= 'A' && code <= 'Z';
    }

    private void checkFits(Header header, Level level) {
        if (level.hasEnd() && in.position() + header.length() > level.end()) {
            throw DicomUnreadableException.malformed(
                    ObservationKind.ELEMENT_BEYOND_ITEM.of(Tag.toString(header.tag()), header.length()));
        }
    }

    private void count() {
        if (++elements > limits.maxElements()) {
            throw new DicomUnreadableException(
                    Reason.TOO_LARGE, ObservationKind.TOO_MANY_ELEMENTS.of(limits.maxElements()));
        }
    }

    /** Turns the values of a big-endian file round; the array is ours. */
    private byte[] littleEndian(VR vr, byte[] bytes) {
        var size = vr == VR.AT ? 2 : vr.valueBytes();
        if (bigEndian && size > 1) {
            for (var at = 0; at + size <= bytes.length; at += size) {
                for (int low = at, high = at + size - 1; low < high; low++, high--) {
                    var moved = bytes[low];
                    bytes[low] = bytes[high];
                    bytes[high] = moved;
                }
            }
        }
        return bytes;
    }
}
