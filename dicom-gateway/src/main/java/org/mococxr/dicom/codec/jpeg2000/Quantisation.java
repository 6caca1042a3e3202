package org.mococxr.dicom.codec.jpeg2000;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bit planes and step sizes of the subbands (T.800 A.6.4, annex E). Subbands are counted from 0: LL, then HL, LH, HH upwards. */
record Quantisation(int guardBits, boolean derived, List<Step> steps) {
    private static final int NONE = 0;
    private static final int DERIVED = 1;
    private static final int EXPOUNDED = 2;

    /** The step 2^(range - exponent) * (1 + mantissa / 2048). */
    record Step(int exponent, int mantissa) {}

    Quantisation {
        steps = List.copyOf(steps);
    }

    static Quantisation read(ByteBuffer segment) {
        var style = segment.get() & 0xff;
        var kind = style & 31;
        if (kind > EXPOUNDED) {
            throw new CodestreamUnreadableException("quantisation style %d; 0 to 2 exist".formatted(kind));
        }
        var steps = new ArrayList<Step>();
        do {
            if (kind == NONE) {
                steps.add(new Step((segment.get() & 0xff) >> 3, 0));
            } else {
                var step = segment.getShort() & 0xffff;
                steps.add(new Step(step >> 11, step & 0x7ff));
            }
        } while (kind != DERIVED && segment.hasRemaining());
        return new Quantisation(style >> 5, kind == DERIVED, steps);
    }

    Step step(int subband) {
        if (derived) {
            var levelsBelow = subband == 0 ? 0 : (subband - 1) / 3;
            return new Step(
                    Math.max(0, steps.get(0).exponent() - levelsBelow),
                    steps.get(0).mantissa());
        }
        if (subband >= steps.size()) {
            throw new CodestreamUnreadableException(
                    "%d step sizes; subband %d has none".formatted(steps.size(), subband));
        }
        return steps.get(subband);
    }

    /** How many bit planes a subband's magnitudes may have (equation E-2). */
    int bitPlanes(int subband) {
        return guardBits + step(subband).exponent() - 1;
    }

    /** @param rangeBits of the subband: the samples' bits plus its gain */
    float stepSize(int subband, int rangeBits) {
        var step = step(subband);
        return (float) Math.scalb(1 + step.mantissa() / 2048.0, rangeBits - step.exponent());
    }
}
