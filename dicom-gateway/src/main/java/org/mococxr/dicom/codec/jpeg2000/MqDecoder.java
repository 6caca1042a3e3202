package org.mococxr.dicom.codec.jpeg2000;

/** The adaptive binary arithmetic decoder (T.800 annex C) with the contexts of one code-block. */
final class MqDecoder {
    private static final int CONTEXTS = 19;

    /** Probability, next state after the more and the less probable symbol, whether the latter switches (table C.2). */
    static final int[][] STATES = {
        {0x5601, 1, 1, 1}, {0x3401, 2, 6, 0}, {0x1801, 3, 9, 0}, {0x0ac1, 4, 12, 0}, {0x0521, 5, 29, 0},
        {0x0221, 38, 33, 0}, {0x5601, 7, 6, 1}, {0x5401, 8, 14, 0}, {0x4801, 9, 14, 0}, {0x3801, 10, 14, 0},
        {0x3001, 11, 17, 0}, {0x2401, 12, 18, 0}, {0x1c01, 13, 20, 0}, {0x1601, 29, 21, 0}, {0x5601, 15, 14, 1},
        {0x5401, 16, 14, 0}, {0x5101, 17, 15, 0}, {0x4801, 18, 16, 0}, {0x3801, 19, 17, 0}, {0x3401, 20, 18, 0},
        {0x3001, 21, 19, 0}, {0x2801, 22, 19, 0}, {0x2401, 23, 20, 0}, {0x2201, 24, 21, 0}, {0x1c01, 25, 22, 0},
        {0x1801, 26, 23, 0}, {0x1601, 27, 24, 0}, {0x1401, 28, 25, 0}, {0x1201, 29, 26, 0}, {0x1101, 30, 27, 0},
        {0x0ac1, 31, 28, 0}, {0x09c1, 32, 29, 0}, {0x08a1, 33, 30, 0}, {0x0521, 34, 31, 0}, {0x0441, 35, 32, 0},
        {0x02a1, 36, 33, 0}, {0x0221, 37, 34, 0}, {0x0141, 38, 35, 0}, {0x0111, 39, 36, 0}, {0x0085, 40, 37, 0},
        {0x0049, 41, 38, 0}, {0x0025, 42, 39, 0}, {0x0015, 43, 40, 0}, {0x0009, 44, 41, 0}, {0x0005, 45, 42, 0},
        {0x0001, 45, 43, 0}, {0x5601, 46, 46, 0}
    };

    // A state and its more probable symbol are one number: 2 * state + symbol.
    private static final int[] PROBABILITY = new int[2 * STATES.length];
    private static final byte[] AFTER_MORE_PROBABLE = new byte[2 * STATES.length];
    private static final byte[] AFTER_LESS_PROBABLE = new byte[2 * STATES.length];

    static {
        for (var state = 0; state < STATES.length; state++) {
            for (var symbol = 0; symbol < 2; symbol++) {
                var at = 2 * state + symbol;
                PROBABILITY[at] = STATES[state][0];
                AFTER_MORE_PROBABLE[at] = (byte) (2 * STATES[state][1] + symbol);
                AFTER_LESS_PROBABLE[at] = (byte) (2 * STATES[state][2] + (symbol ^ STATES[state][3]));
            }
        }
    }

    private final byte[] contexts = new byte[CONTEXTS];
    private byte[] bytes = {};
    private int at;
    private int end;
    private int code;
    private int interval;
    private int shiftsLeft;

    /** Every context at its first state (table D.7). */
    void resetContexts() {
        for (var i = 0; i < CONTEXTS; i++) {
            contexts[i] = 0;
        }
        contexts[0] = 2 * 4;
        contexts[BlockDecoder.RUN_CONTEXT] = 2 * 3;
        contexts[BlockDecoder.UNIFORM_CONTEXT] = 2 * 46;
    }

    /** Begins a codeword; contexts stay as they are. Behind its last byte come ones without end. */
    void start(byte[] codeword, int from, int to) {
        bytes = codeword;
        at = from;
        end = to;
        code = (at < end ? bytes[at] & 0xff : 0xff) << 16;
        nextByte();
        code <<= 7;
        shiftsLeft -= 7;
        interval = 0x8000;
    }

    private void nextByte() {
        var current = at < end ? bytes[at] & 0xff : 0xff;
        var next = at + 1 < end ? bytes[at + 1] & 0xff : 0xff;
        if (current != 0xff) {
            at++;
            code += next << 8;
            shiftsLeft = 8;
        } else if (next > 0x8f) {
            code += 0xff00;
            shiftsLeft = 8;
        } else {
            at++;
            code += next << 9;
            shiftsLeft = 7;
        }
    }

    int next(int context) {
        var state = contexts[context];
        var probability = PROBABILITY[state];
        interval -= probability;
        if (code >>> 16 >= probability) {
            code -= probability << 16;
            return (interval & 0x8000) != 0 ? state & 1 : nextInMoreProbable(context, state, probability);
        }
        return nextInLessProbable(context, state, probability);
    }

    private int nextInMoreProbable(int context, int state, int probability) {
        var exchanged = interval < probability;
        contexts[context] = exchanged ? AFTER_LESS_PROBABLE[state] : AFTER_MORE_PROBABLE[state];
        renormalise();
        return exchanged ? 1 - (state & 1) : state & 1;
    }

    private int nextInLessProbable(int context, int state, int probability) {
        var exchanged = interval < probability;
        interval = probability;
        contexts[context] = exchanged ? AFTER_MORE_PROBABLE[state] : AFTER_LESS_PROBABLE[state];
        renormalise();
        return exchanged ? state & 1 : 1 - (state & 1);
    }

    private void renormalise() {
        do {
            if (shiftsLeft == 0) {
                nextByte();
            }
            interval <<= 1;
            code <<= 1;
            shiftsLeft--;
        } while (interval < 0x8000);
    }
}
