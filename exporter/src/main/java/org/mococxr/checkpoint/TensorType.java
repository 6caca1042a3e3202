package org.mococxr.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** How values lie in a file; each is read as a 32-bit float. */
enum TensorType {
    U8(1, "ByteStorage"),
    F16(2, "HalfStorage"),
    BF16(2, "BFloat16Storage"),
    F32(4, "FloatStorage"),
    I32(4, "IntStorage"),
    F64(8, "DoubleStorage"),
    I64(8, "LongStorage");

    private final int bytes;
    private final String torchStorage;

    TensorType(int bytes, String torchStorage) {
        this.bytes = bytes;
        this.torchStorage = torchStorage;
    }

    /** By safetensors' name. */
    static Optional<TensorType> named(String name) {
        return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** By torch's class, such as {@code torch.FloatStorage}. */
    static TensorType ofTorchStorage(String name) {
        return Stream.of(values())
                .filter(type -> name.equals("torch." + type.torchStorage))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type is stored as " + name));
    }

    int bytes() {
        return bytes;
    }

    /** Whether values are integers. */
    boolean whole() {
        return this == U8 || this == I32 || this == I64;
    }

    /** Whether all lie where a float holds every integer. */
    static boolean exact(float[] integers) {
        for (float value : integers) {
            if (Math.abs(value) >= 1 << 24) {
                return false;
            }
        }
        return true;
    }

    /** The next value; an integer of 2^24 or more only nearly. */
    float next(ByteBuffer raw) {
        return switch (this) {
            case U8 -> raw.get() & 0xff;
            case F16 -> halfToFloat(raw.getShort());
            case BF16 -> Float.intBitsToFloat(raw.getShort() << 16);
            case F32 -> raw.getFloat();
            case F64 -> (float) raw.getDouble();
            case I32 -> raw.getInt();
            case I64 -> raw.getLong();
        };
    }

    static float halfToFloat(short half) {
        int exponent = half >> 10 & 31;
        int fraction = half & 1023;
        float magnitude = switch (exponent) {
            case 0 -> fraction * 0x1p-24f;
            case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Math.scalb(1024f + fraction, exponent - 25);
        };
        return half < 0 ? -magnitude : magnitude;
    }
}
