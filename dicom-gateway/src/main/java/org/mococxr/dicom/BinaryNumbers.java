package org.mococxr.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers as the binary value representations hold them (PS3.5 section 6.2), in little endian. */
final class BinaryNumbers {
    private BinaryNumbers() {}

    /** All that fit; one of an unknown representation (UN) is read as 16 bits unsigned. */
    static double[] read(VR vr, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var size = vr == VR.UN ? 2 : valueBytes(vr);
        var numbers = new double[bytes.length / size];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = switch (vr) {
                case SS -> in.getShort();
                case SL -> in.getInt();
                case UL, OL, AT -> Integer.toUnsignedLong(in.getInt());
                case FL, OF -> in.getFloat();
                case FD, OD -> in.getDouble();
                case SV, UV, OV -> in.getLong();
                case OB -> in.get() & 0xff;
                default -> in.getShort() & 0xffff;
            };
        }
        return numbers;
    }

    /** @throws IllegalArgumentException naming the element, if a number is none of its representation */
    static byte[] write(int tag, VR vr, int... values) {
        var out = ByteBuffer.allocate(valueBytes(vr) * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            switch (vr) {
                case US, OW -> out.putShort((short) inRange(tag, vr, value, 0, 0xffff));
                case SS -> out.putShort((short) inRange(tag, vr, value, Short.MIN_VALUE, Short.MAX_VALUE));
                case UL, SL, AT, OL -> out.putInt(value);
                case OB -> out.put((byte) inRange(tag, vr, value, 0, 0xff));
                case FL, OF -> out.putFloat(value);
                case FD, OD -> out.putDouble(value);
                default ->
                    throw new IllegalArgumentException(
                            "%s: %s holds no whole numbers".formatted(Tag.keywordOf(tag), vr));
            }
        }
        return out.array();
    }

    private static int inRange(int tag, VR vr, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s: %d is outside %d to %d of %s".formatted(Tag.keywordOf(tag), value, least, most, vr));
        }
        return value;
    }

    /** @throws IllegalArgumentException naming the element, if its representation holds no decimals */
    static byte[] write(int tag, VR vr, double... values) {
        if (vr != VR.FL && vr != VR.FD) {
            throw new IllegalArgumentException("%s: %s holds no decimals".formatted(Tag.keywordOf(tag), vr));
        }
        var out = ByteBuffer.allocate(valueBytes(vr) * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            if (vr == VR.FL) {
                out.putFloat((float) value);
            } else {
                out.putDouble(value);
            }
        }
        return out.array();
    }

    private static int valueBytes(VR vr) {
        return vr == VR.AT ? 4 : vr.valueBytes();
    }
}
