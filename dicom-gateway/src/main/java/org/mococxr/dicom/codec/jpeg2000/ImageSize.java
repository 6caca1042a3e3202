package org.mococxr.dicom.codec.jpeg2000;

import java.nio.ByteBuffer;

/**
 * The image and its tiles on the reference grid, and the one component's samples (T.800 A.5.1).
 *
 * @param image where samples are
 * @param firstTile the tile at the grid's origin, not cut to the image
 */
record ImageSize(Area image, Area firstTile, int precisionBits, boolean signed) {
    /** Far beyond any film, and small enough for sums in 32 bits. */
    private static final int LARGEST_COORDINATE = (1 << 30) - 1;

    private static final int MOST_TILES = 65_535;
    private static final int EXTENSIONS = 0x8000;
    private static final int HIGH_THROUGHPUT = 0x4000;
    private static final int MOST_BITS = 16;

    static ImageSize read(ByteBuffer segment) {
        var capabilities = segment.getShort() & 0xffff;
        if ((capabilities & HIGH_THROUGHPUT) != 0) {
            throw new CodestreamUnreadableException("a high-throughput codestream, which is not decoded");
        }
        if ((capabilities & EXTENSIONS) != 0) {
            throw new CodestreamUnreadableException("a codestream with extensions of Part 2, which are not decoded");
        }
        var x1 = coordinate(segment);
        var y1 = coordinate(segment);
        var x0 = coordinate(segment);
        var y0 = coordinate(segment);
        var tileWidth = tileSide(segment);
        var tileHeight = tileSide(segment);
        var tileX0 = coordinate(segment);
        var tileY0 = coordinate(segment);
        var components = segment.getShort() & 0xffff;
        if (components != 1) {
            throw new CodestreamUnreadableException("%d components; one needed".formatted(components));
        }
        var sample = segment.get() & 0xff;
        var precision = (sample & 0x7f) + 1;
        if (precision > MOST_BITS) {
            throw new CodestreamUnreadableException("%d bits per sample; at most 16 are decoded".formatted(precision));
        }
        var stepAcross = segment.get();
        var stepDown = segment.get();
        if (stepAcross != 1 || stepDown != 1) {
            throw new CodestreamUnreadableException("a subsampled component");
        }
        var size = new ImageSize(
                new Area(x0, y0, x1, y1),
                new Area(tileX0, tileY0, tileX0 + tileWidth, tileY0 + tileHeight),
                precision,
                (sample & 0x80) != 0);
        size.requirePossible();
        return size;
    }

    private static int coordinate(ByteBuffer segment) {
        var value = Integer.toUnsignedLong(segment.getInt());
        if (value > LARGEST_COORDINATE) {
            throw new CodestreamUnreadableException("coordinate %d; less than 2^30 is decoded".formatted(value));
        }
        return (int) value;
    }

    /** A tile may be stated larger than any image. */
    private static int tileSide(ByteBuffer segment) {
        return (int) Math.min(Integer.toUnsignedLong(segment.getInt()), LARGEST_COORDINATE);
    }

    private void requirePossible() {
        if (image.isEmpty()
                || firstTile.isEmpty()
                || firstTile.x0() > image.x0()
                || firstTile.y0() > image.y0()
                || firstTile.x1() <= image.x0()
                || firstTile.y1() <= image.y0()) {
            throw new CodestreamUnreadableException("tiles that do not cover the image");
        }
        if ((long) tilesAcross() * tilesDown() > MOST_TILES) {
            throw new CodestreamUnreadableException(
                    "%d x %d tiles; at most 65535 exist".formatted(tilesAcross(), tilesDown()));
        }
    }

    private int tilesAcross() {
        return (image.x1() - firstTile.x0() + firstTile.width() - 1) / firstTile.width();
    }

    private int tilesDown() {
        return (image.y1() - firstTile.y0() + firstTile.height() - 1) / firstTile.height();
    }

    int tiles() {
        return tilesAcross() * tilesDown();
    }

    Area tile(int number) {
        var left = firstTile.x0() + number % tilesAcross() * firstTile.width();
        var top = firstTile.y0() + number / tilesAcross() * firstTile.height();
        return new Area(left, top, left + firstTile.width(), top + firstTile.height()).intersection(image);
    }

    /** The least sample there can be. */
    int lowest() {
        return signed ? -(1 << precisionBits - 1) : 0;
    }

    int highest() {
        return lowest() + (1 << precisionBits) - 1;
    }

    /** What is added to every decoded sample (T.800 G.1). */
    int levelShift() {
        return signed ? 0 : 1 << precisionBits - 1;
    }
}
