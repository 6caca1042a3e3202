package org.mococxr.dicom;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a data set and its pixels are written (PS3.5 section 10, PS3.6 table A-1). */
public enum TransferSyntax {
    IMPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2", "Implicit VR Little Endian", Encoding.IMPLICIT),
    EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "Explicit VR Little Endian", Encoding.EXPLICIT),
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN(
            "1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", Encoding.DEFLATED),
    EXPLICIT_VR_BIG_ENDIAN("1.2.840.10008.1.2.2", "Explicit VR Big Endian", Encoding.BIG_ENDIAN),
    ENCAPSULATED_UNCOMPRESSED(
            "1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian", Encoding.ENCAPSULATED),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG Baseline", Encoding.ENCAPSULATED),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG Extended", Encoding.ENCAPSULATED),
    JPEG_EXTENDED_3_5("1.2.840.10008.1.2.4.52", "JPEG Extended, Process 3 and 5 (retired)", Encoding.ENCAPSULATED),
    JPEG_SPECTRAL_SELECTION(
            "1.2.840.10008.1.2.4.53", "JPEG Spectral Selection, Process 6 and 8 (retired)", Encoding.ENCAPSULATED),
    JPEG_SPECTRAL_SELECTION_7_9(
            "1.2.840.10008.1.2.4.54", "JPEG Spectral Selection, Process 7 and 9 (retired)", Encoding.ENCAPSULATED),
    JPEG_FULL_PROGRESSION(
            "1.2.840.10008.1.2.4.55", "JPEG Full Progression, Process 10 and 12 (retired)", Encoding.ENCAPSULATED),
    JPEG_FULL_PROGRESSION_11_13(
            "1.2.840.10008.1.2.4.56", "JPEG Full Progression, Process 11 and 13 (retired)", Encoding.ENCAPSULATED),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless, Process 14", Encoding.ENCAPSULATED),
    JPEG_LOSSLESS_15("1.2.840.10008.1.2.4.58", "JPEG Lossless, Process 15 (retired)", Encoding.ENCAPSULATED),
    JPEG_LOSSLESS_FIRST_ORDER("1.2.840.10008.1.2.4.70", "JPEG Lossless, First-Order Prediction", Encoding.ENCAPSULATED),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Encoding.ENCAPSULATED),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", Encoding.ENCAPSULATED),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", Encoding.ENCAPSULATED),
    JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Encoding.ENCAPSULATED),
    JPEG_2000_MULTICOMPONENT_LOSSLESS(
            "1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component Lossless", Encoding.ENCAPSULATED),
    JPEG_2000_MULTICOMPONENT("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2 Multi-component", Encoding.ENCAPSULATED),
    JPIP_REFERENCED("1.2.840.10008.1.2.4.94", "JPIP Referenced", Encoding.EXPLICIT),
    JPIP_REFERENCED_DEFLATE("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", Encoding.DEFLATED),
    MPEG2_MAIN("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile", Encoding.ENCAPSULATED),
    MPEG2_HIGH("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level", Encoding.ENCAPSULATED),
    MPEG4_HIGH("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile", Encoding.ENCAPSULATED),
    MPEG4_BLURAY("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible", Encoding.ENCAPSULATED),
    MPEG4_2D("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 for 2D Video", Encoding.ENCAPSULATED),
    MPEG4_3D("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 for 3D Video", Encoding.ENCAPSULATED),
    MPEG4_STEREO("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo", Encoding.ENCAPSULATED),
    HEVC_MAIN("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile", Encoding.ENCAPSULATED),
    HEVC_MAIN_10("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile", Encoding.ENCAPSULATED),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", Encoding.ENCAPSULATED),
    JPEG_XL_RECOMPRESSION("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", Encoding.ENCAPSULATED),
    JPEG_XL("1.2.840.10008.1.2.4.112", "JPEG XL", Encoding.ENCAPSULATED),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless", Encoding.ENCAPSULATED),
    HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 Lossless RPCL", Encoding.ENCAPSULATED),
    HTJ2K("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Encoding.ENCAPSULATED),
    JPIP_HTJ2K("1.2.840.10008.1.2.4.204", "JPIP HTJ2K Referenced", Encoding.EXPLICIT),
    JPIP_HTJ2K_DEFLATE("1.2.840.10008.1.2.4.205", "JPIP HTJ2K Referenced Deflate", Encoding.DEFLATED),
    RLE_LOSSLESS("1.2.840.10008.1.2.5", "RLE Lossless", Encoding.ENCAPSULATED),
    DEFLATED_IMAGE_FRAME("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", Encoding.ENCAPSULATED);

    private enum Encoding {
        IMPLICIT,
        EXPLICIT,
        DEFLATED,
        BIG_ENDIAN,
        ENCAPSULATED
    }

    private static final Map<String, TransferSyntax> BY_UID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

    private final String uid;
    private final String title;
    private final Encoding encoding;

    TransferSyntax(String uid, String title, Encoding encoding) {
        this.uid = uid;
        this.title = title;
        this.encoding = encoding;
    }

    public static Optional<TransferSyntax> forUid(String uid) {
        return Optional.ofNullable(BY_UID.get(uid));
    }

    public String uid() {
        return uid;
    }

    /** The name people know it by, such as {@code JPEG 2000 Lossless}. */
    public String title() {
        return title;
    }

    public boolean isExplicitVr() {
        return encoding != Encoding.IMPLICIT;
    }

    public boolean isBigEndian() {
        return encoding == Encoding.BIG_ENDIAN;
    }

    /** Whether the whole data set is a deflate stream. */
    public boolean isDeflated() {
        return encoding == Encoding.DEFLATED;
    }

    /** Whether Pixel Data comes as fragments of a compressed stream. */
    public boolean isEncapsulated() {
        return encoding == Encoding.ENCAPSULATED;
    }
}
