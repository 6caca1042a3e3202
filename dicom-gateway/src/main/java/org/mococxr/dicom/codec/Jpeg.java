package org.mococxr.dicom.codec;

import java.util.Optional;
import java.util.Set;

/** Walks the markers of a one-component JPEG or JPEG-LS stream (T.81 annex B, T.87 annex C) and decodes its one scan. */
final class Jpeg {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int QUANTISATION_TABLES = 0xdb;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int ARITHMETIC_CONDITIONING = 0xcc;
    private static final int LS_EXTENSION = 0xf8;
    private static final int LS_PRESET_PARAMETERS = 1;
    private static final int TABLES = 4;

    private final SegmentReader in;
    private final FrameShape shape;
    private final Set<JpegProcess> family;

    private final HuffmanTable[] dcTables = new HuffmanTable[TABLES];
    private final HuffmanTable[] acTables = new HuffmanTable[TABLES];
    private final int[][] quantisation = new int[TABLES][];
    private int restartInterval;
    private JpegProcess process = JpegProcess.DCT;
    private int precision;
    private int quantisationIndex;
    private LsPreset preset = LsPreset.STANDARD;

    private Jpeg(byte[] stream, FrameShape shape, Set<JpegProcess> family) {
        this.in = new SegmentReader(stream);
        this.shape = shape;
        this.family = family;
    }

    /**
     * @param family of which the stream may be: writers name one transfer syntax of a family and send another, and the frame's
     *     header is what the pixels were coded by
     */
    static short[] decode(byte[] stream, FrameShape shape, Set<JpegProcess> family) {
        return new Jpeg(stream, shape, family).decode();
    }

    private short[] decode() {
        if (in.nextMarker() != START_OF_IMAGE) {
            throw new PixelsUnreadableException("the pixels do not begin as a JPEG stream does");
        }
        while (true) {
            var marker = in.nextMarker();
            if (marker < 0 || marker == END_OF_IMAGE) {
                throw new PixelsUnreadableException("the JPEG stream ends without an image");
            }
            in.enterSegment();
            switch (marker) {
                case START_OF_SCAN -> {
                    return scan();
                }
                case HUFFMAN_TABLES -> readHuffmanTables();
                case QUANTISATION_TABLES -> readQuantisationTables();
                case RESTART_INTERVAL -> restartInterval = in.unsignedShort();
                case LS_EXTENSION -> readLsPreset();
                default -> {
                    if (isStartOfFrame(marker)) {
                        readFrame(marker);
                    }
                }
            }
            in.leaveSegment();
        }
    }

    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc8 && marker != ARITHMETIC_CONDITIONING
                || marker == 0xf7;
    }

    private void readFrame(int marker) {
        process = JpegProcess.startingWith(marker)
                .filter(family::contains)
                .orElseThrow(() -> new PixelsUnreadableException(
                        "the stream (start of frame %02x) is none of %s".formatted(marker, family)));
        if (precision > 0) {
            throw new PixelsUnreadableException("the JPEG stream has two frames");
        }
        precision = in.unsignedByte();
        var rows = in.unsignedShort();
        var columns = in.unsignedShort();
        var components = in.unsignedByte();
        if (rows != shape.rows() || columns != shape.columns() || components != 1) {
            throw new PixelsUnreadableException(
                    "the JPEG stream has %d x %d pixels of %d components, the object %d x %d of 1"
                            .formatted(columns, rows, components, shape.columns(), shape.rows()));
        }
        if (!process.allows(precision) || precision > shape.bitsAllocated()) {
            throw new PixelsUnreadableException("the JPEG stream has %d bits per pixel, the object allocates %d"
                    .formatted(precision, shape.bitsAllocated()));
        }
        in.unsignedByte(); // component identifier
        in.unsignedByte(); // sampling factors: without meaning for one component
        quantisationIndex = in.unsignedByte() % TABLES;
    }

    private void readHuffmanTables() {
        while (in.hasMore()) {
            var where = in.unsignedByte();
            var tables = where >> 4 == 0 ? dcTables : acTables;
            tables[where % TABLES] = HuffmanTable.read(in);
        }
    }

    private void readQuantisationTables() {
        while (in.hasMore()) {
            var where = in.unsignedByte();
            var table = new int[64];
            for (var i = 0; i < table.length; i++) {
                table[i] = where >> 4 == 0 ? in.unsignedByte() : in.unsignedShort();
            }
            quantisation[where % TABLES] = table;
        }
    }

    private void readLsPreset() {
        if (in.unsignedByte() != LS_PRESET_PARAMETERS) {
            throw new PixelsUnreadableException("a JPEG-LS stream with mapping tables");
        }
        preset = new LsPreset(
                in.unsignedShort(), in.unsignedShort(), in.unsignedShort(), in.unsignedShort(), in.unsignedShort());
    }

    private short[] scan() {
        if (precision == 0) {
            throw new PixelsUnreadableException("a JPEG scan before its frame");
        }
        if (in.unsignedByte() != 1) {
            throw new PixelsUnreadableException("a JPEG scan of several components");
        }
        in.unsignedByte(); // component identifier
        var tables = in.unsignedByte();
        var first = in.unsignedByte();
        var second = in.unsignedByte();
        var pointTransform = in.unsignedByte() & 15;
        in.leaveSegment();
        var bits = new EntropyBits(in.bytes(), in.position(), process == JpegProcess.LS);
        var pixels = switch (process) {
            case DCT ->
                new DctScan(
                                bits,
                                shape,
                                precision,
                                present(quantisation[quantisationIndex], "quantisation table"),
                                present(dcTables[(tables >> 4) % TABLES], "Huffman table"),
                                present(acTables[tables % TABLES], "Huffman table"))
                        .decode(restartInterval);
            case LOSSLESS ->
                new LosslessScan(
                                bits,
                                shape,
                                precision,
                                present(dcTables[(tables >> 4) % TABLES], "Huffman table"),
                                first,
                                pointTransform)
                        .decode(restartInterval);
            case LS -> lsScan(bits, first, second);
        };
        in.moveTo(bits.finish());
        var marker = in.hasMore() ? in.nextMarker() : END_OF_IMAGE;
        if (marker != END_OF_IMAGE) {
            throw new PixelsUnreadableException(
                    "marker %02x after the pixels, where the image should end".formatted(marker));
        }
        return pixels;
    }

    private short[] lsScan(EntropyBits bits, int near, int interleave) {
        if (interleave != 0 || restartInterval != 0) {
            throw new PixelsUnreadableException("a JPEG-LS stream with interleaving or restart intervals");
        }
        return new LsScan(bits, shape, LsCoding.of(precision, near, preset)).decode();
    }

    private static <T> T present(T table, String name) {
        return Optional.ofNullable(table)
                .orElseThrow(() -> new PixelsUnreadableException("the JPEG stream lacks its " + name));
    }
}
