package org.mococxr.dicom.codec.jpeg2000;

/** Bits that bypass the arithmetic coder (T.800 D.6): behind a byte FF comes a byte of seven bits, behind the end come ones. */
final class RawBits {
    private byte[] bytes = {};
    private int at;
    private int end;
    private int current;
    private int left;

    void start(byte[] codeword, int from, int to) {
        bytes = codeword;
        at = from;
        end = to;
        current = 0;
        left = 0;
    }

    int next() {
        if (left == 0) {
            left = current == 0xff ? 7 : 8;
            current = at < end ? bytes[at++] & 0xff : 0xff;
        }
        left--;
        return current >> left & 1;
    }
}
