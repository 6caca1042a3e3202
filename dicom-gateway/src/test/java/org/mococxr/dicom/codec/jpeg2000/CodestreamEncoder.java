package org.mococxr.dicom.codec.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes one-component JPEG 2000 codestreams in every variant that the decoder reads, as T.800 tells it and without haste: packet
 * positions are found by walking the whole reference grid.
 */
public final class CodestreamEncoder {
    /** Where packet headers go. */
    public enum Headers {
        AMONG_DATA,
        IN_TILE,
        IN_MAIN
    }

    /**
     * How to encode.
     *
     * @param style of code-blocks (table A.19)
     * @param order of progression (table A.16)
     * @param precincts one byte per resolution (table A.21); empty for the largest
     * @param tile width and height
     * @param origin x and y of the image and of the first tile
     * @param changes of progression, each of seven numbers as in a POC segment; empty for none
     * @param parts that each tile is cut into
     */
    public record Settings(
            int levels,
            boolean reversible,
            int[] blockExponents,
            int style,
            int layers,
            int order,
            int[] precincts,
            int[] tile,
            int[] origin,
            boolean packetMarkers,
            Headers headers,
            int regionShift,
            int[][] changes,
            int parts) {

        /** Lossy, with tiles in parts, layers, precincts, packed headers and every code-block style. */
        public static Settings everythingAtOnce() {
            return new Settings(
                    3,
                    false,
                    new int[] {4, 4},
                    63,
                    3,
                    3,
                    new int[] {0x33, 0x34, 0x44, 0x55},
                    new int[] {30, 40},
                    new int[] {5, 3, 1, 2},
                    true,
                    Headers.IN_TILE,
                    0,
                    new int[0][],
                    2);
        }

        public static Settings plain() {
            return new Settings(
                    3,
                    true,
                    new int[] {4, 4},
                    0,
                    1,
                    0,
                    new int[0],
                    new int[] {1 << 20, 1 << 20},
                    new int[4],
                    false,
                    Headers.AMONG_DATA,
                    0,
                    new int[0][],
                    1);
        }
    }

    private static final int GUARD_BITS = 2;

    private final Settings settings;
    private final int precision;
    private final BlockCoding coding;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream mainHeaders = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tileParts = new ByteArrayOutputStream();
    private int packets;

    private CodestreamEncoder(Settings settings, int precision) {
        this.settings = settings;
        this.precision = precision;
        var precincts = Arrays.stream(settings.precincts()).boxed().toList();
        this.coding = new BlockCoding(
                settings.levels(),
                settings.blockExponents()[0],
                settings.blockExponents()[1],
                settings.style(),
                settings.reversible(),
                precincts);
    }

    /** @param samples [rows][columns] */
    public static byte[] encode(int[][] samples, int precision, boolean signed, Settings settings) {
        return new CodestreamEncoder(settings, precision).encode(samples, signed);
    }

    private byte[] encode(int[][] samples, boolean signed) {
        var x0 = settings.origin()[0];
        var y0 = settings.origin()[1];
        var image = new Area(x0, y0, x0 + samples[0].length, y0 + samples.length);
        var first = new Area(
                settings.origin()[2],
                settings.origin()[3],
                settings.origin()[2] + settings.tile()[0],
                settings.origin()[3] + settings.tile()[1]);
        var size = new ImageSize(image, first, precision, signed);
        for (var number = 0; number < size.tiles(); number++) {
            encodeTile(number, size.tile(number), samples, size);
        }
        writeMainHeader(size);
        out.writeBytes(tileParts.toByteArray());
        put(out, 0xffd9, 2);
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream to, long value, int bytes) {
        for (var i = bytes - 1; i >= 0; i--) {
            to.write((int) (value >> 8 * i));
        }
    }

    private static void segment(ByteArrayOutputStream to, int marker, byte[] content) {
        put(to, marker, 2);
        put(to, content.length + 2, 2);
        to.writeBytes(content);
    }

    private void writeMainHeader(ImageSize size) {
        put(out, 0xff4f, 2);
        var siz = new ByteArrayOutputStream();
        put(siz, 0, 2);
        for (var value : new int[] {
            size.image().x1(), size.image().y1(), size.image().x0(),
                    size.image().y0(),
            size.firstTile().width(), size.firstTile().height(),
                    size.firstTile().x0(), size.firstTile().y0()
        }) {
            put(siz, value, 4);
        }
        put(siz, 1, 2);
        put(siz, precision - 1 | (size.signed() ? 0x80 : 0), 1);
        put(siz, 0x0101, 2);
        segment(out, 0xff51, siz.toByteArray());

        var cod = new ByteArrayOutputStream();
        put(cod, (settings.precincts().length > 0 ? 1 : 0) | (settings.packetMarkers() ? 6 : 0), 1);
        put(cod, settings.order(), 1);
        put(cod, settings.layers(), 2);
        put(cod, 0, 1);
        put(cod, settings.levels(), 1);
        put(cod, settings.blockExponents()[0] - 2, 1);
        put(cod, settings.blockExponents()[1] - 2, 1);
        put(cod, settings.style(), 1);
        put(cod, settings.reversible() ? 1 : 0, 1);
        for (var precinct : settings.precincts()) {
            put(cod, precinct, 1);
        }
        segment(out, 0xff52, cod.toByteArray());

        var qcd = new ByteArrayOutputStream();
        put(qcd, GUARD_BITS << 5 | (settings.reversible() ? 0 : 2), 1);
        for (var subband = 0; subband <= 3 * settings.levels(); subband++) {
            var exponent = exponent(subband == 0 ? 0 : (subband - 1) % 3 + 1);
            put(qcd, settings.reversible() ? exponent << 3 : exponent << 11 | 512, settings.reversible() ? 1 : 2);
        }
        segment(out, 0xff5c, qcd.toByteArray());
        if (settings.regionShift() > 0) {
            segment(out, 0xff5e, new byte[] {0, 0, (byte) settings.regionShift()});
        }
        if (settings.changes().length > 0) {
            var poc = new ByteArrayOutputStream();
            for (var change : settings.changes()) {
                put(poc, change[0], 1);
                put(poc, 0, 1);
                put(poc, change[1], 2);
                put(poc, change[2], 1);
                put(poc, 1, 1);
                put(poc, change[3], 1);
            }
            segment(out, 0xff5f, poc.toByteArray());
        }
        segment(out, 0xff64, new byte[] {0, 1, 'x'});
        if (settings.headers() == Headers.IN_MAIN) {
            // Cut in two, in the middle of whatever is there.
            var all = mainHeaders.toByteArray();
            for (var half = 0; half < 2; half++) {
                var piece = new ByteArrayOutputStream();
                piece.write(half);
                piece.writeBytes(Arrays.copyOfRange(all, half * all.length / 2, (half + 1) * all.length / 2));
                segment(out, 0xff60, piece.toByteArray());
            }
        }
    }

    private int exponent(int orientation) {
        return precision + Integer.bitCount(orientation) + (settings.reversible() ? 0 : 1);
    }

    /** 2^(range - exponent) * (1 + 512 / 2048) = 1.25 / 2. */
    private static final double STEP = 0.625;

    /** What one subband holds in one precinct. */
    private record Part(int columns, int rows, List<BlockEncoder.Block> blocks, int planes) {}

    private record Place(int resolution, int number) {}

    private final class Precinct {
        private final List<Part> parts = new ArrayList<>();
        private final Map<Part, TagTreeWriter[]> trees = new HashMap<>();
        private int layersWritten;
    }

    private void encodeTile(int number, Area tile, int[][] samples, ImageSize size) {
        var current = new double[tile.height()][tile.width()];
        for (var y = 0; y < tile.height(); y++) {
            for (var x = 0; x < tile.width(); x++) {
                current[y][x] = samples[tile.y0() + y - size.image().y0()][
                                tile.x0() + x - size.image().x0()]
                        - size.levelShift();
            }
        }
        var precincts = new ArrayList<List<Precinct>>();
        for (var r = settings.levels(); r >= 0; r--) {
            var area = tile.reduced(settings.levels() - r);
            if (r > 0) {
                ForwardWavelet.apply(current, area, settings.reversible());
                precincts.add(
                        0,
                        precincts(tile, r, split(current, area, 1), split(current, area, 2), split(current, area, 3)));
                current = split(current, area, 0);
            } else {
                precincts.add(0, precincts(tile, 0, current));
            }
        }
        writeTile(number, tile, precincts);
    }

    private static double[][] split(double[][] samples, Area area, int orientation) {
        var band = area.subband(1, (orientation & 1) != 0, (orientation & 2) != 0);
        var part = new double[band.height()][band.width()];
        for (var y = area.y0(); y < area.y1(); y++) {
            for (var x = area.x0(); x < area.x1(); x++) {
                if ((x & 1) == (orientation & 1) && (y & 1) == orientation >> 1) {
                    part[(y >> 1) - band.y0()][(x >> 1) - band.x0()] = samples[y - area.y0()][x - area.x0()];
                }
            }
        }
        return part;
    }

    private List<Precinct> precincts(Area tile, int r, double[][]... bands) {
        var area = tile.reduced(settings.levels() - r);
        var list = new ArrayList<Precinct>();
        var w = coding.precinctWidthExponent(r);
        var h = coding.precinctHeightExponent(r);
        for (var py = area.y0() >> h; !area.isEmpty() && py << h < area.y1(); py++) {
            for (var px = area.x0() >> w; px << w < area.x1(); px++) {
                var precinct = new Precinct();
                for (var i = 0; i < bands.length; i++) {
                    var orientation = r == 0 ? 0 : i + 1;
                    var half = r == 0 ? 0 : 1;
                    var level = settings.levels() - r + half;
                    var band = level == 0 ? tile : tile.subband(level, (orientation & 1) != 0, (orientation & 2) != 0);
                    var region = new Area(px << w - half, py << h - half, px + 1 << w - half, py + 1 << h - half)
                            .intersection(band);
                    if (!region.isEmpty()) {
                        precinct.parts.add(part(bands[i], band, region, orientation, w - half, h - half));
                    }
                }
                list.add(precinct);
            }
        }
        return list;
    }

    private Part part(double[][] coefficients, Area band, Area region, int orientation, int mostWidth, int mostHeight) {
        var w = Math.min(settings.blockExponents()[0], mostWidth);
        var h = Math.min(settings.blockExponents()[1], mostHeight);
        var blocks = new ArrayList<BlockEncoder.Block>();
        var columns = 0;
        var rows = 0;
        for (var by = region.y0() >> h; by << h < region.y1(); by++, rows++) {
            columns = 0;
            for (var bx = region.x0() >> w; bx << w < region.x1(); bx++, columns++) {
                var block = new Area(bx << w, by << h, bx + 1 << w, by + 1 << h).intersection(region);
                var values = new int[block.height()][block.width()];
                for (var y = 0; y < values.length; y++) {
                    for (var x = 0; x < values[0].length; x++) {
                        values[y][x] = quantised(coefficients[block.y0() + y - band.y0()][block.x0() + x - band.x0()]);
                    }
                }
                blocks.add(new BlockEncoder(values, orientation, coding).encode());
            }
        }
        return new Part(columns, rows, blocks, GUARD_BITS + exponent(orientation) - 1 + settings.regionShift());
    }

    /** With a region of interest, every second value belongs to it. */
    private int quantised(double coefficient) {
        var magnitude = (int) (Math.abs(coefficient) / (settings.reversible() ? 1 : STEP));
        if (settings.regionShift() > 0 && magnitude % 2 == 1) {
            magnitude <<= settings.regionShift();
        }
        return coefficient < 0 ? -magnitude : magnitude;
    }

    private void writeTile(int number, Area tile, List<List<Precinct>> precincts) {
        var headers = new ArrayList<byte[]>();
        var bodies = new ArrayList<byte[]>();
        packets = 0;
        for (var place : sequence(tile, precincts)) {
            var precinct = precincts.get(place.resolution()).get(place.number());
            writePacket(precinct, headers, bodies);
        }
        for (var part = 0; part < settings.parts(); part++) {
            var from = part * headers.size() / settings.parts();
            var to = (part + 1) * headers.size() / settings.parts();
            var packed = new ByteArrayOutputStream();
            var data = new ByteArrayOutputStream();
            for (var i = from; i < to; i++) {
                if (settings.packetMarkers()) {
                    put(data, 0xff91_0004_0000L | i & 0xffff, 6);
                }
                (settings.headers() == Headers.AMONG_DATA ? data : packed).writeBytes(headers.get(i));
                data.writeBytes(bodies.get(i));
            }
            writePart(number, part, packed.toByteArray(), data.toByteArray());
        }
    }

    private void writePart(int number, int part, byte[] packed, byte[] data) {
        var header = new ByteArrayOutputStream();
        if (settings.headers() == Headers.IN_TILE) {
            var content = new ByteArrayOutputStream();
            content.write(0);
            content.writeBytes(packed);
            segment(header, 0xff61, content.toByteArray());
        } else if (settings.headers() == Headers.IN_MAIN) {
            put(mainHeaders, packed.length, 4);
            mainHeaders.writeBytes(packed);
        }
        put(header, 0xff93, 2);
        put(tileParts, 0xff90_000aL, 4);
        put(tileParts, number, 2);
        put(tileParts, 12 + header.size() + data.length, 4);
        put(tileParts, part, 1);
        put(tileParts, settings.parts(), 1);
        tileParts.writeBytes(header.toByteArray());
        tileParts.writeBytes(data);
    }

    private List<Place> sequence(Area tile, List<List<Precinct>> precincts) {
        var sequence = new ArrayList<Place>();
        var written = new HashMap<Place, Integer>();
        var changes = settings.changes().length > 0
                ? settings.changes()
                : new int[][] {{0, settings.layers(), settings.levels() + 1, settings.order()}};
        for (var change : changes) {
            var endLayer = Math.min(change[1], settings.layers());
            var endResolution = Math.min(change[2], settings.levels() + 1);
            for (var candidate : candidates(tile, precincts, change[0], endLayer, endResolution, change[3])) {
                var place = new Place(candidate[0], candidate[1]);
                if (written.getOrDefault(place, 0) == candidate[2]) {
                    written.put(place, candidate[2] + 1);
                    sequence.add(place);
                }
            }
        }
        return sequence;
    }

    /** Resolution, precinct and layer in the order of T.800 B.12.1. */
    private List<int[]> candidates(
            Area tile, List<List<Precinct>> precincts, int first, int endLayer, int end, int order) {
        var list = new ArrayList<int[]>();
        if (order == 0) {
            for (var layer = 0; layer < endLayer; layer++) {
                for (var r = first; r < end; r++) {
                    for (var p = 0; p < precincts.get(r).size(); p++) {
                        list.add(new int[] {r, p, layer});
                    }
                }
            }
        } else if (order == 1) {
            for (var r = first; r < end; r++) {
                for (var layer = 0; layer < endLayer; layer++) {
                    for (var p = 0; p < precincts.get(r).size(); p++) {
                        list.add(new int[] {r, p, layer});
                    }
                }
            }
        } else if (order == 2) {
            for (var r = first; r < end; r++) {
                for (var y = tile.y0(); y < tile.y1(); y++) {
                    for (var x = tile.x0(); x < tile.x1(); x++) {
                        addAt(list, tile, r, x, y, endLayer);
                    }
                }
            }
        } else {
            for (var y = tile.y0(); y < tile.y1(); y++) {
                for (var x = tile.x0(); x < tile.x1(); x++) {
                    for (var r = first; r < end; r++) {
                        addAt(list, tile, r, x, y, endLayer);
                    }
                }
            }
        }
        return list;
    }

    /** The precinct that begins at a position of the reference grid, if one does (B.12.1.3). */
    private void addAt(List<int[]> list, Area tile, int r, int x, int y, int endLayer) {
        var down = settings.levels() - r;
        var area = tile.reduced(down);
        if (area.isEmpty()
                || !begins(x, tile.x0(), area.x0(), coding.precinctWidthExponent(r), down)
                || !begins(y, tile.y0(), area.y0(), coding.precinctHeightExponent(r), down)) {
            return;
        }
        var w = coding.precinctWidthExponent(r);
        var across = Area.ceilingShift(area.x1(), w) - (area.x0() >> w);
        var column = (Area.ceilingShift(x, down) >> w) - (area.x0() >> w);
        var row = (Area.ceilingShift(y, down) >> coding.precinctHeightExponent(r))
                - (area.y0() >> coding.precinctHeightExponent(r));
        for (var layer = 0; layer < endLayer; layer++) {
            list.add(new int[] {r, row * across + column, layer});
        }
    }

    private static boolean begins(int at, int tileFrom, int areaFrom, int exponent, int down) {
        var period = 1L << exponent + down;
        return at % period == 0 || at == tileFrom && ((long) areaFrom << down) % period != 0;
    }

    private void writePacket(Precinct precinct, List<byte[]> headers, List<byte[]> bodies) {
        var layer = precinct.layersWritten++;
        var bits = new StuffedBits();
        var body = new ByteArrayOutputStream();
        bits.write(1);
        for (var part : precinct.parts) {
            var trees = precinct.trees.computeIfAbsent(part, this::trees);
            for (var i = 0; i < part.blocks().size(); i++) {
                writeBlock(part, i, layer, trees, bits, body);
            }
        }
        var header = new ByteArrayOutputStream();
        header.writeBytes(bits.header());
        if (settings.packetMarkers()) {
            put(header, 0xff92, 2);
        }
        headers.add(header.toByteArray());
        bodies.add(body.toByteArray());
        packets++;
    }

    /** Passes are dealt out to the layers evenly; what begins in a later layer is not in the first ones. */
    private int firstPass(BlockEncoder.Block block, int layer) {
        var passes =
                block.segments().stream().mapToInt(BlockEncoder.Segment::passes).sum();
        return passes * layer / settings.layers();
    }

    private TagTreeWriter[] trees(Part part) {
        var inclusion = new int[part.blocks().size()];
        var zeroPlanes = new int[part.blocks().size()];
        for (var i = 0; i < inclusion.length; i++) {
            var block = part.blocks().get(i);
            var layer = 0;
            while (layer < settings.layers() && firstPass(block, layer + 1) == 0) {
                layer++;
            }
            inclusion[i] = layer;
            zeroPlanes[i] = part.planes() - block.planes();
        }
        return new TagTreeWriter[] {
            new TagTreeWriter(part.columns(), part.rows(), inclusion),
            new TagTreeWriter(part.columns(), part.rows(), zeroPlanes)
        };
    }

    private final Map<BlockEncoder.Block, Integer> lengthBits = new HashMap<>();

    private void writeBlock(
            Part part, int number, int layer, TagTreeWriter[] trees, StuffedBits bits, ByteArrayOutputStream body) {
        var block = part.blocks().get(number);
        var from = firstPass(block, layer);
        var to = firstPass(block, layer + 1);
        if (from > 0) {
            bits.write(to > from ? 1 : 0);
        } else {
            trees[0].write(bits, number, layer + 1);
        }
        if (to == from) {
            return;
        }
        if (from == 0) {
            for (var threshold = 1; threshold <= part.planes() - block.planes() + 1; threshold++) {
                trees[1].write(bits, number, threshold);
            }
        }
        writePasses(bits, to - from);
        var passCounts = new ArrayList<Integer>();
        var pieces = new ArrayList<byte[]>();
        var at = 0;
        for (var segment : block.segments()) {
            var first = Math.max(from, at);
            var end = Math.min(to, at + segment.passes());
            if (first < end) {
                // Bytes of one codeword are dealt out as its passes are.
                var length = segment.bytes().length;
                passCounts.add(end - first);
                pieces.add(Arrays.copyOfRange(
                        segment.bytes(),
                        length * (first - at) / segment.passes(),
                        length * (end - at) / segment.passes()));
            }
            at += segment.passes();
        }
        var state = lengthBits.getOrDefault(block, 3);
        var needed = state;
        for (var i = 0; i < pieces.size(); i++) {
            var width = 32 - Integer.numberOfLeadingZeros(pieces.get(i).length);
            needed = Math.max(needed, width - (31 - Integer.numberOfLeadingZeros(passCounts.get(i))));
        }
        for (var i = state; i < needed; i++) {
            bits.write(1);
        }
        bits.write(0);
        lengthBits.put(block, needed);
        for (var i = 0; i < pieces.size(); i++) {
            bits.write(pieces.get(i).length, needed + 31 - Integer.numberOfLeadingZeros(passCounts.get(i)));
            body.writeBytes(pieces.get(i));
        }
    }

    private static void writePasses(StuffedBits bits, int passes) {
        if (passes == 1) {
            bits.write(0);
        } else if (passes == 2) {
            bits.write(0b10, 2);
        } else if (passes <= 5) {
            bits.write(0b1100 | passes - 3, 4);
        } else if (passes <= 36) {
            bits.write(0b1111 << 5 | passes - 6, 9);
        } else {
            bits.write(0b1_1111_1111 << 7 | passes - 37, 16);
        }
    }

    /** T.800 B.10.2. */
    private static final class TagTreeWriter {
        private final List<int[][]> values = new ArrayList<>();
        private final List<int[][]> floors = new ArrayList<>();
        private final List<boolean[][]> told = new ArrayList<>();

        TagTreeWriter(int columns, int rows, int[] leaves) {
            var level = new int[rows][columns];
            for (var i = 0; i < leaves.length; i++) {
                level[i / columns][i % columns] = leaves[i];
            }
            while (true) {
                values.add(level);
                floors.add(new int[level.length][level[0].length]);
                told.add(new boolean[level.length][level[0].length]);
                if (level.length * level[0].length == 1) {
                    return;
                }
                var above = new int[(level.length + 1) / 2][(level[0].length + 1) / 2];
                for (var row : above) {
                    Arrays.fill(row, Integer.MAX_VALUE);
                }
                for (var y = 0; y < level.length; y++) {
                    for (var x = 0; x < level[0].length; x++) {
                        above[y / 2][x / 2] = Math.min(above[y / 2][x / 2], level[y][x]);
                    }
                }
                level = above;
            }
        }

        void write(StuffedBits bits, int leaf, int threshold) {
            var columns = values.get(0)[0].length;
            var floor = 0;
            for (var level = values.size() - 1; level >= 0; level--) {
                var y = leaf / columns >> level;
                var x = leaf % columns >> level;
                floor = Math.max(floor, floors.get(level)[y][x]);
                while (floor < threshold) {
                    if (floor < values.get(level)[y][x]) {
                        bits.write(0);
                        floor++;
                    } else {
                        if (!told.get(level)[y][x]) {
                            bits.write(1);
                            told.get(level)[y][x] = true;
                        }
                        break;
                    }
                }
                floors.get(level)[y][x] = floor;
            }
        }
    }
}
