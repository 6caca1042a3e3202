package org.mococxr.dicom.codec.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The arithmetic encoder of T.800 C.2, as its flow charts draw it. */
final class MqEncoder {
    private final int[] index = new int[19];
    private final int[] moreProbable = new int[19];
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int interval;
    private int code;
    private int shifts;
    private int current;

    void resetContexts() {
        Arrays.fill(index, 0);
        Arrays.fill(moreProbable, 0);
        index[0] = 4;
        index[17] = 3;
        index[18] = 46;
    }

    void start() {
        out = new ByteArrayOutputStream();
        interval = 0x8000;
        code = 0;
        shifts = 12;
        current = -1;
    }

    void code(int context, int bit) {
        var state = MqDecoder.STATES[index[context]];
        interval -= state[0];
        if (bit == moreProbable[context]) {
            if ((interval & 0x8000) != 0) {
                code += state[0];
                return;
            }
            if (interval < state[0]) {
                interval = state[0];
            } else {
                code += state[0];
            }
            index[context] = state[1];
        } else {
            if (interval < state[0]) {
                code += state[0];
            } else {
                interval = state[0];
            }
            moreProbable[context] ^= state[3];
            index[context] = state[2];
        }
        do {
            interval <<= 1;
            code <<= 1;
            if (--shifts == 0) {
                byteOut();
            }
        } while ((interval & 0x8000) == 0);
    }

    private void byteOut() {
        if (current == 0xff) {
            next(20, 7);
        } else if (code < 0x8000000) {
            next(19, 8);
        } else if (++current == 0xff) {
            code &= 0x7ffffff;
            next(20, 7);
        } else {
            next(19, 8);
        }
    }

    private void next(int shift, int bits) {
        if (current >= 0) {
            out.write(current);
        }
        current = code >> shift & 0xff;
        code &= (1 << shift) - 1;
        shifts = bits;
    }

    /** Ends the codeword (C.2.9) without a last byte FF. */
    byte[] flush() {
        var most = code + interval;
        code |= 0xffff;
        code -= code >= most ? 0x8000 : 0;
        code <<= shifts;
        byteOut();
        code <<= shifts;
        byteOut();
        if (current != 0xff) {
            out.write(current);
        }
        return out.toByteArray();
    }
}
