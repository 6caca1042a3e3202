package org.mococxr.dicom.codec.jpeg2000;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one packet of each layer tells about: the code-blocks of one region in the subbands of one resolution. Mutable; for one
 * thread.
 *
 * <p>Code-blocks are made when a packet first brings something of them, so that a few bytes cannot ask for many.
 */
final class Precinct {
    private final int resolution;
    private final long x;
    private final long y;
    private final List<Band> bands = new ArrayList<>(3);
    private int layersRead;

    /**
     * @param x column on the reference grid by which position orders sort
     * @param y row likewise
     */
    Precinct(int resolution, long x, long y) {
        this.resolution = resolution;
        this.x = x;
        this.y = y;
    }

    int resolution() {
        return resolution;
    }

    long x() {
        return x;
    }

    long y() {
        return y;
    }

    List<Band> bands() {
        return bands;
    }

    int layersRead() {
        return layersRead;
    }

    void layerRead() {
        layersRead++;
    }

    /** @param area of the precinct in the subband's own coordinates */
    void add(Subband subband, Area area, int blockWidthExponent, int blockHeightExponent) {
        if (!area.isEmpty()) {
            bands.add(new Band(subband, area, blockWidthExponent, blockHeightExponent));
        }
    }

    /** The part of a precinct in one subband. */
    static final class Band {
        private final Subband subband;
        private final Area area;
        private final int widthExponent;
        private final int heightExponent;
        private final int firstColumn;
        private final int firstRow;
        private final int columns;
        private final TagTree inclusion;
        private final TagTree zeroPlanes;
        private final @Nullable CodeBlock[] blocks;

        private Band(Subband subband, Area area, int widthExponent, int heightExponent) {
            this.subband = subband;
            this.area = area;
            this.widthExponent = widthExponent;
            this.heightExponent = heightExponent;
            this.firstColumn = area.x0() >> widthExponent;
            this.firstRow = area.y0() >> heightExponent;
            this.columns = Area.ceilingShift(area.x1(), widthExponent) - firstColumn;
            var rows = Area.ceilingShift(area.y1(), heightExponent) - firstRow;
            this.inclusion = new TagTree(columns, rows);
            this.zeroPlanes = new TagTree(columns, rows);
            this.blocks = new CodeBlock[columns * rows];
        }

        Subband subband() {
            return subband;
        }

        List<CodeBlock> includedBlocks() {
            var included = new ArrayList<CodeBlock>();
            for (var block : blocks) {
                if (block != null) {
                    included.add(block);
                }
            }
            return included;
        }

        int blockCount() {
            return blocks.length;
        }

        /** The block with this number if the layer brings something of it, else null. */
        @Nullable
        CodeBlock includedIn(int layer, int number, PacketBits bits) {
            var known = blocks[number];
            if (known != null) {
                return bits.next() == 1 ? known : null;
            }
            var column = number % columns;
            var row = number / columns;
            if (!inclusion.isBelow(bits, column, row, layer + 1)) {
                return null;
            }
            var planes = 0;
            while (!zeroPlanes.isBelow(bits, column, row, planes + 1)) {
                planes++;
            }
            var block = new CodeBlock(blockArea(column, row), planes);
            blocks[number] = block;
            return block;
        }

        private Area blockArea(int column, int row) {
            var left = firstColumn + column << widthExponent;
            var top = firstRow + row << heightExponent;
            return new Area(left, top, left + (1 << widthExponent), top + (1 << heightExponent)).intersection(area);
        }
    }
}
