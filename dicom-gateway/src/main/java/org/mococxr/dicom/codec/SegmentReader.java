package org.mococxr.dicom.codec;

/** A cursor over the marker segments of a JPEG stream that never leaves it. */
final class SegmentReader {
    private final byte[] bytes;
    private int at;
    private int end;

    SegmentReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
        end = bytes.length;
    }

    boolean hasMore() {
        return at < end;
    }

    int unsignedByte() {
        if (at >= end) {
            throw new PixelsUnreadableException("a JPEG segment ends early, at byte %d".formatted(at));
        }
        return bytes[at++] & 0xff;
    }

    int unsignedShort() {
        return unsignedByte() << 8 | unsignedByte();
    }

    /** The code of the next marker, fill bytes passed over; -1 at the end of the stream. */
    int nextMarker() {
        end = bytes.length;
        if (at >= end) {
            return -1;
        }
        if (unsignedByte() != 0xff) {
            throw new PixelsUnreadableException("no JPEG marker at byte %d".formatted(at - 1));
        }
        var code = 0xff;
        while (code == 0xff) {
            code = unsignedByte();
        }
        return code;
    }

    /** Reads the length of the segment that starts here and keeps reading inside it. */
    void enterSegment() {
        var length = unsignedShort();
        if (length < 2 || length - 2 > bytes.length - at) {
            throw new PixelsUnreadableException("a JPEG segment of %d bytes at byte %d".formatted(length, at - 2));
        }
        end = at + length - 2;
    }

    void leaveSegment() {
        at = end;
        end = bytes.length;
    }
}
