package org.mococxr.dicom.codec;

import java.util.Optional;

/** The families of JPEG streams we decode, by the start-of-frame marker that opens them. */
enum JpegProcess {
    /** Baseline and extended. */
    DCT,
    LOSSLESS,
    LS;

    /** What a start of frame says of itself (T.81 table B.1, T.87 C.1); none for processes that are not decoded here. */
    static Optional<JpegProcess> startingWith(int marker) {
        return switch (marker) {
            case 0xc0, 0xc1 -> Optional.of(DCT);
            case 0xc3 -> Optional.of(LOSSLESS);
            case 0xf7 -> Optional.of(LS);
            default -> Optional.empty();
        };
    }

    boolean allows(int precision) {
        return switch (this) {
            case DCT -> precision == 8 || precision == 12;
            case LOSSLESS, LS -> precision >= 2 && precision <= 16;
        };
    }
}
