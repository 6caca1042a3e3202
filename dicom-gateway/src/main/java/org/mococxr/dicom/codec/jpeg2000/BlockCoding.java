package org.mococxr.dicom.codec.jpeg2000;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How a tile's samples were transformed and its code-blocks coded (T.800 table A.15 on).
 *
 * @param levels how often the wavelet was applied
 * @param widthExponent of a code-block's nominal width
 * @param precinctExponents one per resolution, height in the upper four bits; empty for the largest possible precincts
 */
record BlockCoding(
        int levels,
        int widthExponent,
        int heightExponent,
        int style,
        boolean reversible,
        List<Integer> precinctExponents) {
    private static final int BYPASS = 1;
    private static final int RESET = 2;
    private static final int TERMINATE_ALL = 4;
    private static final int VERTICALLY_CAUSAL = 8;
    private static final int SEGMENTATION_SYMBOLS = 32;
    private static final int HIGH_THROUGHPUT = 64;

    private static final int MOST_LEVELS = 32;
    private static final int LARGEST_PRECINCT_EXPONENT = 15;

    BlockCoding {
        precinctExponents = List.copyOf(precinctExponents);
        if (levels > MOST_LEVELS) {
            throw new CodestreamUnreadableException("%d wavelet levels; at most 32 exist".formatted(levels));
        }
        if (widthExponent > 10 || heightExponent > 10 || widthExponent + heightExponent > 12) {
            throw new CodestreamUnreadableException(
                    "code-blocks of 2^%d x 2^%d samples".formatted(widthExponent, heightExponent));
        }
        if (style >= HIGH_THROUGHPUT) {
            throw new CodestreamUnreadableException("high-throughput code-blocks, which are not decoded");
        }
        for (var i = 1; i < precinctExponents.size(); i++) {
            if ((precinctExponents.get(i) & 15) == 0 || precinctExponents.get(i) >> 4 == 0) {
                throw new CodestreamUnreadableException("a precinct of one sample in resolution %d".formatted(i));
            }
        }
    }

    static BlockCoding read(ByteBuffer segment, boolean statesPrecincts) {
        var levels = segment.get() & 0xff;
        var width = (segment.get() & 15) + 2;
        var height = (segment.get() & 15) + 2;
        var style = segment.get() & 0xff;
        var wavelet = segment.get() & 0xff;
        if (wavelet > 1) {
            throw new CodestreamUnreadableException("wavelet %d; 9/7 (0) or 5/3 (1) needed".formatted(wavelet));
        }
        var precincts = new ArrayList<Integer>();
        for (var i = 0; statesPrecincts && i <= levels; i++) {
            precincts.add(segment.get() & 0xff);
        }
        return new BlockCoding(levels, width, height, style, wavelet == 1, precincts);
    }

    int precinctWidthExponent(int resolution) {
        return precinctExponents.isEmpty() ? LARGEST_PRECINCT_EXPONENT : precinctExponents.get(resolution) & 15;
    }

    int precinctHeightExponent(int resolution) {
        return precinctExponents.isEmpty() ? LARGEST_PRECINCT_EXPONENT : precinctExponents.get(resolution) >> 4;
    }

    boolean bypasses() {
        return (style & BYPASS) != 0;
    }

    boolean resetsContexts() {
        return (style & RESET) != 0;
    }

    boolean terminatesAll() {
        return (style & TERMINATE_ALL) != 0;
    }

    boolean isVerticallyCausal() {
        return (style & VERTICALLY_CAUSAL) != 0;
    }

    boolean hasSegmentationSymbols() {
        return (style & SEGMENTATION_SYMBOLS) != 0;
    }
}
