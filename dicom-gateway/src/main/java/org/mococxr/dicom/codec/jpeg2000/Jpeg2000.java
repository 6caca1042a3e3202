package org.mococxr.dicom.codec.jpeg2000;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decodes one codestream: its headers (T.800 annex A), then tile after tile. Good for one codestream and one thread. */
public final class Jpeg2000 {
    private static final int START_OF_CODESTREAM = 0xff4f;
    private static final int SIZE = 0xff51;
    private static final int START_OF_TILE_PART = 0xff90;
    private static final int START_OF_DATA = 0xff93;
    private static final int END_OF_CODESTREAM = 0xffd9;
    private static final int PACKED_HEADERS_OF_ALL = 0xff60;
    private static final int PACKED_HEADERS_OF_TILE = 0xff61;

    private static final int TILE_PART_SEGMENT_BYTES = 12;

    private final byte[] bytes;
    private final ByteBuffer in;
    private final Frame frame;

    private final HeaderParameters parameters = new HeaderParameters();
    private final Map<Integer, TileParts> tiles = new TreeMap<>();
    private Optional<ByteBuffer> allPackedHeaders = Optional.empty();
    private Optional<ImageSize> stated = Optional.empty();

    /**
     * What the data set says about the frame.
     *
     * @param mostBits that a sample may have
     * @param lossless whether the pixels are said to be those that were compressed
     */
    public record Frame(int rows, int columns, int mostBits, boolean lossless) {}

    private Jpeg2000(byte[] bytes, Frame frame) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes);
        this.frame = frame;
    }

    /**
     * @param stream a codestream, bare or in a JP2 file
     * @return row-major [rows * columns], the low 16 bits of each sample
     * @throws CodestreamUnreadableException if it is damaged, incomplete, of another shape, or not Part 1
     */
    public static short[] decode(byte[] stream, Frame frame) {
        try {
            return new Jpeg2000(Jp2File.codestreamIn(stream), frame).decode();
        } catch (BufferUnderflowException e) {
            throw new CodestreamUnreadableException("the codestream ends inside a marker segment", e);
        }
    }

    private short[] decode() {
        if (in.remaining() < 2 || marker() != START_OF_CODESTREAM || marker() != SIZE) {
            throw new CodestreamUnreadableException("the pixels do not begin as a JPEG 2000 codestream does");
        }
        var size = ImageSize.read(segment());
        requireFrame(size);
        stated = Optional.of(size);
        readTileParts(readMainHeader());
        return decodeTiles(size);
    }

    private void requireFrame(ImageSize size) {
        if (size.image().width() != frame.columns() || size.image().height() != frame.rows()) {
            throw new CodestreamUnreadableException("the codestream has %d x %d pixels, the object %d x %d"
                    .formatted(size.image().width(), size.image().height(), frame.columns(), frame.rows()));
        }
        if (size.precisionBits() > frame.mostBits()) {
            throw new CodestreamUnreadableException("the codestream has %d bits per pixel, the object allocates %d"
                    .formatted(size.precisionBits(), frame.mostBits()));
        }
    }

    private int marker() {
        return in.getShort() & 0xffff;
    }

    private ByteBuffer segment() {
        var length = (in.getShort() & 0xffff) - 2;
        if (length < 0 || length > in.remaining()) {
            throw new CodestreamUnreadableException(
                    "a marker segment of %d bytes at byte %d".formatted(length + 2, in.position() - 2));
        }
        var segment = in.slice(in.position(), length);
        in.position(in.position() + length);
        return segment;
    }

    /** Returns the marker behind the main header. */
    private int readMainHeader() {
        var packedByNumber = new TreeMap<Integer, byte[]>();
        int marker;
        for (marker = marker(); marker != START_OF_TILE_PART && marker != END_OF_CODESTREAM; marker = marker()) {
            requireMarker(marker);
            var segment = segment();
            if (marker == PACKED_HEADERS_OF_ALL) {
                packedByNumber.put(segment.get() & 0xff, rest(segment));
            } else {
                parameters.read(marker, segment);
            }
        }
        if (!packedByNumber.isEmpty()) {
            allPackedHeaders = Optional.of(ByteBuffer.wrap(joined(packedByNumber)));
        }
        return marker;
    }

    private void requireMarker(int marker) {
        if (marker < 0xff00) {
            throw new CodestreamUnreadableException("no marker at byte %d".formatted(in.position() - 2));
        }
    }

    private static byte[] rest(ByteBuffer segment) {
        var bytes = new byte[segment.remaining()];
        segment.get(bytes);
        return bytes;
    }

    private static byte[] joined(TreeMap<Integer, byte[]> pieces) {
        var all = ByteBuffer.allocate(
                pieces.values().stream().mapToInt(piece -> piece.length).sum());
        pieces.values().forEach(all::put);
        return all.array();
    }

    /** A stream that ends where a marker should be is taken as ended: whether everything is there, the packets tell. */
    private void readTileParts(int firstMarker) {
        for (var marker = firstMarker; marker != END_OF_CODESTREAM; ) {
            if (marker == 0 && onlyZerosFollow()) {
                return; // with which some writers fill up
            }
            if (marker != START_OF_TILE_PART) {
                throw new CodestreamUnreadableException(
                        "marker %04x at byte %d, where a tile should begin".formatted(marker, in.position() - 2));
            }
            readTilePart(in.position() - 2);
            marker = in.remaining() < 2 ? END_OF_CODESTREAM : marker();
        }
    }

    private boolean onlyZerosFollow() {
        for (var at = in.position(); at < in.limit(); at++) {
            if (in.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private void readTilePart(int start) {
        var segment = segment();
        var number = segment.getShort() & 0xffff;
        var length = Integer.toUnsignedLong(segment.getInt());
        segment.get(); // number of the part: they come in order
        segment.get(); // number of parts: may be unknown
        if (number >= stated.orElseThrow().tiles()) {
            throw new CodestreamUnreadableException(
                    "tile %d of %d".formatted(number + 1, stated.orElseThrow().tiles()));
        }
        var parts = tiles.computeIfAbsent(number, n -> new TileParts());
        var headers = new TreeMap<Integer, byte[]>();
        for (var marker = marker(); marker != START_OF_DATA; marker = marker()) {
            requireMarker(marker);
            var content = segment();
            if (marker == PACKED_HEADERS_OF_TILE) {
                headers.put(content.get() & 0xff, rest(content));
            } else {
                parts.parameters().read(marker, content);
            }
        }
        allPackedHeaders.ifPresent(packed -> headers.put(0, nextOf(packed)));
        var end = length == 0 ? endOfCodestream(in.position()) : start + length;
        if (end < in.position() || end > bytes.length || length > 0 && length < TILE_PART_SEGMENT_BYTES) {
            throw new CodestreamUnreadableException(
                    "a tile-part of %d bytes at byte %d; the codestream has %d".formatted(length, start, bytes.length));
        }
        parts.add(headers, bytes, in.position(), (int) end);
        in.position((int) end);
    }

    /** The headers of one tile-part among those packed in the main header (T.800 A.7.4). */
    private static byte[] nextOf(ByteBuffer packed) {
        var length = packed.getInt();
        if (length < 0 || length > packed.remaining()) {
            throw new CodestreamUnreadableException("packed packet headers of %d bytes".formatted(length));
        }
        var headers = new byte[length];
        packed.get(headers);
        return headers;
    }

    /** Where a last tile-part that does not state its length ends; packets never look like this marker. */
    private int endOfCodestream(int from) {
        for (var i = from; i + 1 < bytes.length; i++) {
            if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == (END_OF_CODESTREAM & 0xff)) {
                return i;
            }
        }
        return bytes.length;
    }

    private short[] decodeTiles(ImageSize size) {
        if (tiles.size() < size.tiles()) {
            throw new CodestreamUnreadableException("%d of %d tiles are there".formatted(tiles.size(), size.tiles()));
        }
        var words = new short[frame.rows() * frame.columns()];
        tiles.forEach((number, parts) -> {
            var area = size.tile(number);
            var resolved = parts.parameters().resolvedAgainst(parameters);
            var mustFit = frame.lossless() && resolved.coding().reversible();
            new Tile(area, resolved, size.precisionBits())
                    .decode(
                            parts.body(),
                            parts.packedHeaders(),
                            (y, samples) -> place(samples, area.x0(), y, size, mustFit, words));
        });
        return words;
    }

    /** Lossy samples may overshoot; lossless ones that do were never those of an image. */
    private void place(int[] samples, int x0, int y, ImageSize size, boolean mustFit, short[] words) {
        var to = (y - size.image().y0()) * frame.columns() + x0 - size.image().x0();
        for (var i = 0; i < samples.length; i++) {
            var sample = samples[i] + size.levelShift();
            if (sample < size.lowest() || sample > size.highest()) {
                if (mustFit) {
                    throw new CodestreamUnreadableException("a lossless sample of %d in %d bits: the stream is damaged"
                            .formatted(sample, size.precisionBits()));
                }
                sample = sample < size.lowest() ? size.lowest() : size.highest();
            }
            words[to + i] = (short) sample;
        }
    }
}
