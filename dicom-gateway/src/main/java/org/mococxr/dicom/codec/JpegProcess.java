package org.mococxr.dicom.codec;

/** The families of JPEG streams we decode, by the start-of-frame marker that opens them. */
enum JpegProcess {
    DCT("JPEG baseline or extended"),
    LOSSLESS("JPEG lossless"),
    LS("JPEG-LS");

    private final String title;

    JpegProcess(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean startsWith(int marker) {
        return switch (this) {
            case DCT -> marker == 0xc0 || marker == 0xc1;
            case LOSSLESS -> marker == 0xc3;
            case LS -> marker == 0xf7;
        };
    }

    boolean allows(int precision) {
        return switch (this) {
            case DCT -> precision == 8 || precision == 12;
            case LOSSLESS, LS -> precision >= 2 && precision <= 16;
        };
    }
}
