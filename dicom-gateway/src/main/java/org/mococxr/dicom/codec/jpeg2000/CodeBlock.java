package org.mococxr.dicom.codec.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/** One code-block: where its samples lie in the subband, and what packets have brought of it so far. */
final class CodeBlock {
    private static final int ALL_IN_ONE = Integer.MAX_VALUE;
    private static final int BEFORE_BYPASS = 10;
    private static final int BYPASSED = 2;

    /** Coding passes that share one terminated codeword. */
    static final class Segment {
        private final int mostPasses;
        private final List<Piece> pieces = new ArrayList<>(1);
        private int passes;

        private Segment(int mostPasses) {
            this.mostPasses = mostPasses;
        }

        int passes() {
            return passes;
        }

        List<Piece> pieces() {
            return pieces;
        }
    }

    /** Where bytes of a segment lie in the tile's data. */
    record Piece(int at, int length) {}

    private final Area area;
    private final int zeroPlanes;
    private final List<Segment> segments = new ArrayList<>(1);
    private int lengthBits = 3;

    /** @param zeroPlanes how many of the subband's bit planes are all zero here and not coded */
    CodeBlock(Area area, int zeroPlanes) {
        this.area = area;
        this.zeroPlanes = zeroPlanes;
    }

    Area area() {
        return area;
    }

    int zeroPlanes() {
        return zeroPlanes;
    }

    List<Segment> segments() {
        return segments;
    }

    int passes() {
        return segments.stream().mapToInt(Segment::passes).sum();
    }

    /** Reads how many bytes {@code passes} more coding passes take (T.800 B.10.7) and tells {@code lengths} segment by segment. */
    void readLengths(PacketBits bits, int passes, BlockCoding coding, LengthTaker lengths) {
        while (bits.next() == 1) {
            if (++lengthBits > 31) {
                throw new CodestreamUnreadableException("a code-block length of more than 31 bits");
            }
        }
        for (var left = passes; left > 0; ) {
            var segment = openSegment(coding);
            var more = Math.min(left, segment.mostPasses - segment.passes);
            var width = lengthBits + 31 - Integer.numberOfLeadingZeros(more);
            if (width > 31) {
                throw new CodestreamUnreadableException("a code-block length of more than 31 bits");
            }
            lengths.take(segment, bits.next(width));
            segment.passes += more;
            left -= more;
        }
    }

    interface LengthTaker {
        void take(Segment segment, int bytes);
    }

    private Segment openSegment(BlockCoding coding) {
        if (!segments.isEmpty()) {
            var last = segments.get(segments.size() - 1);
            if (last.passes < last.mostPasses) {
                return last;
            }
        }
        var segment = new Segment(mostPasses(coding));
        segments.add(segment);
        return segment;
    }

    /** With bypass, ten arithmetic passes, then two raw and one arithmetic in turn (T.800 table D.9). */
    private int mostPasses(BlockCoding coding) {
        if (coding.terminatesAll()) {
            return 1;
        }
        if (!coding.bypasses()) {
            return ALL_IN_ONE;
        }
        if (segments.isEmpty()) {
            return BEFORE_BYPASS;
        }
        return segments.size() % 2 == 1 ? BYPASSED : 1;
    }
}
