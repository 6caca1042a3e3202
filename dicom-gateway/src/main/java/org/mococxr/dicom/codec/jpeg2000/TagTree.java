package org.mococxr.dicom.codec.jpeg2000;

import java.util.Arrays;

/** A tag tree (T.800 B.10.2): a table of numbers of which a packet header tells only what it has to, coarsest first. */
final class TagTree {
    private final int[] levelStarts;
    private final int[] levelWidths;
    private final int[] values;
    private final int[] floors;

    TagTree(int width, int height) {
        var starts = new int[33];
        var widths = new int[33];
        var levels = 0;
        var nodes = 0;
        int w = width;
        int h = height;
        while (true) {
            starts[levels] = nodes;
            widths[levels++] = w;
            nodes += w * h;
            if (w * h <= 1) {
                break;
            }
            w = (w + 1) / 2;
            h = (h + 1) / 2;
        }
        this.levelStarts = Arrays.copyOf(starts, levels);
        this.levelWidths = Arrays.copyOf(widths, levels);
        this.values = new int[nodes];
        this.floors = new int[nodes];
        Arrays.fill(values, Integer.MAX_VALUE);
    }

    /** Reads on until it is known whether the number at x, y is below {@code threshold}. */
    boolean isBelow(PacketBits bits, int x, int y, int threshold) {
        var floor = 0;
        for (var level = levelStarts.length - 1; level >= 0; level--) {
            var node = levelStarts[level] + (y >> level) * levelWidths[level] + (x >> level);
            floor = Math.max(floor, floors[node]);
            while (floor < threshold && floor < values[node]) {
                if (bits.next() == 1) {
                    values[node] = floor;
                } else {
                    floor++;
                }
            }
            floors[node] = floor;
        }
        return values[y * levelWidths[0] + x] < threshold;
    }
}
