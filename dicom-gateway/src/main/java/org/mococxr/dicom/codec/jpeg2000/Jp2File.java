package org.mococxr.dicom.codec.jpeg2000;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The file around a codestream (T.800 annex I), which some encoders put into DICOM objects although PS3.5 A.4.4 forbids it. */
final class Jp2File {
    private static final long SIGNATURE = 0x0000000c_6a502020L;
    private static final int CODESTREAM = 0x6a703263;
    private static final int HEADER_BYTES = 8;

    private Jp2File() {}

    /** The codestream of a file, or the bytes as they are. */
    static byte[] codestreamIn(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (in.remaining() < HEADER_BYTES || in.getLong(0) != SIGNATURE) {
            return bytes;
        }
        while (in.remaining() >= HEADER_BYTES) {
            var start = in.position();
            var stated = Integer.toUnsignedLong(in.getInt());
            var type = in.getInt();
            var length = stated == 1 ? in.getLong() : stated;
            var end = length == 0 ? bytes.length : start + length;
            if (end < in.position() || end > bytes.length) {
                break;
            }
            if (type == CODESTREAM) {
                return Arrays.copyOfRange(bytes, in.position(), (int) end);
            }
            in.position((int) end);
        }
        throw new CodestreamUnreadableException("a JP2 file without a codestream");
    }
}
