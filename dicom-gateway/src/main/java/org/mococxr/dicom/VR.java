package org.mococxr.dicom;

import java.util.Optional;

/** Value representations (PS3.5 section 6.2): what the bytes of an element mean. */
public enum VR {
    AE(Kind.TEXT, 16),
    AS(Kind.TEXT, 4),
    AT(Kind.BINARY, 2),
    CS(Kind.TEXT, 16),
    DA(Kind.TEXT, 8),
    DS(Kind.TEXT, 16),
    DT(Kind.TEXT, 26),
    FD(Kind.BINARY, 8),
    FL(Kind.BINARY, 4),
    IS(Kind.TEXT, 12),
    LO(Kind.TEXT, 64),
    LT(Kind.LONG_TEXT, 10_240),
    OB(Kind.BULK, 1),
    OD(Kind.BULK, 8),
    OF(Kind.BULK, 4),
    OL(Kind.BULK, 4),
    OV(Kind.BULK, 8),
    OW(Kind.BULK, 2),
    PN(Kind.TEXT, 3 * 64 + 2),
    SH(Kind.TEXT, 16),
    SL(Kind.BINARY, 4),
    SQ(Kind.SEQUENCE, 1),
    SS(Kind.BINARY, 2),
    ST(Kind.LONG_TEXT, 1024),
    SV(Kind.BULK, 8),
    TM(Kind.TEXT, 14),
    UC(Kind.UNLIMITED_TEXT, Integer.MAX_VALUE),
    UI(Kind.TEXT, 64),
    UL(Kind.BINARY, 4),
    UN(Kind.BULK, 1),
    UR(Kind.UNLIMITED_LONG_TEXT, Integer.MAX_VALUE),
    US(Kind.BINARY, 2),
    UT(Kind.UNLIMITED_LONG_TEXT, Integer.MAX_VALUE),
    UV(Kind.BULK, 8);

    private enum Kind {
        TEXT,
        LONG_TEXT,
        UNLIMITED_TEXT,
        UNLIMITED_LONG_TEXT,
        BINARY,
        BULK,
        SEQUENCE
    }

    private static final VR[] BY_CODE = new VR[1 << 10];

    static {
        for (var vr : values()) {
            BY_CODE[index(vr.name().charAt(0), vr.name().charAt(1))] = vr;
        }
    }

    private final Kind kind;
    private final int size;

    VR(Kind kind, int size) {
        this.kind = kind;
        this.size = size;
    }

    /** The representation two bytes of an explicit data set name, if they name one. */
    static Optional<VR> forCode(int first, int second) {
        if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
            return Optional.empty();
        }
        return Optional.ofNullable(BY_CODE[index(first, second)]);
    }

    private static int index(int first, int second) {
        return (first - 'A') << 5 | (second - 'A');
    }

    /** Whether an explicit header has two reserved bytes and a 32-bit length (PS3.5 section 7.1.2). */
    boolean hasLongHeader() {
        return kind == Kind.BULK
                || kind == Kind.SEQUENCE
                || kind == Kind.UNLIMITED_TEXT
                || kind == Kind.UNLIMITED_LONG_TEXT;
    }

    public boolean isText() {
        return kind == Kind.TEXT || isLongText() || kind == Kind.UNLIMITED_TEXT;
    }

    /** Whether a backslash is an ordinary character, so that there is exactly one value. */
    boolean isLongText() {
        return kind == Kind.LONG_TEXT || kind == Kind.UNLIMITED_LONG_TEXT;
    }

    /** Whether SpecificCharacterSet applies (PS3.5 section 6.1.2.2); all others are plain ASCII. */
    boolean usesCharacterSet() {
        return switch (this) {
            case LO, LT, PN, SH, ST, UC, UT -> true;
            default -> false;
        };
    }

    /** Most characters of one text value. */
    int maxCharacters() {
        return size;
    }

    /** Bytes of one binary value, the unit that changes places between byte orders. */
    int valueBytes() {
        return isText() ? 1 : size;
    }

    /** What makes an odd length even (PS3.5 section 6.2): a space in text, zero in UIDs and binary values. */
    byte padding() {
        return (byte) (isText() && this != UI ? ' ' : 0);
    }
}
