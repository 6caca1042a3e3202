package org.mococxr.dicom.codec.jpeg2000;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decodes one tile: lays out its subbands and precincts (T.800 annex B), reads its packets, decodes and transforms them. */
final class Tile {
    private final Area area;
    private final HeaderParameters.Resolved parameters;
    private final BlockCoding coding;
    private final int precisionBits;
    private final List<Area> resolutions = new ArrayList<>();
    private final List<List<Subband>> subbands = new ArrayList<>();
    private final List<List<Precinct>> precincts = new ArrayList<>();

    Tile(Area area, HeaderParameters.Resolved parameters, int precisionBits) {
        this.area = area;
        this.parameters = parameters;
        this.coding = parameters.coding();
        this.precisionBits = precisionBits;
        for (var r = 0; r <= coding.levels(); r++) {
            resolutions.add(area.reduced(coding.levels() - r));
            subbands.add(subbandsOf(r));
        }
    }

    /** Takes decoded samples. */
    interface Sink {
        /** @param samples of one row from the tile's left border, before the level shift */
        void row(int y, int[] samples);
    }

    /** @param packedHeaders empty if packet headers are among the data */
    void decode(byte[] body, byte[] packedHeaders, Sink sink) {
        layOutPrecincts(packedHeaders.length > 0 ? packedHeaders.length : body.length);
        var reader = new PacketReader(coding, body, packedHeaders);
        parameters.volumes().forEach(volume -> read(volume, reader));
        for (var resolution : precincts) {
            for (var precinct : resolution) {
                if (precinct.layersRead() < parameters.layers()) {
                    throw new CodestreamUnreadableException("packets of a tile are in none of its progressions");
                }
            }
        }
        if (reader.left() > 0) {
            throw new CodestreamUnreadableException(
                    "%d bytes are left over after the last packet of a tile".formatted(reader.left()));
        }
        if (coding.reversible()) {
            decodeReversible(body, sink);
        } else {
            decodeIrreversible(body, sink);
        }
    }

    private List<Subband> subbandsOf(int resolution) {
        if (resolution == 0) {
            return List.of(subband(0, 0, resolutions.get(0), 0, 0));
        }
        var level = coding.levels() - resolution + 1;
        var smaller = resolutions.get(resolution - 1);
        var first = 3 * (resolution - 1) + 1;
        return List.of(
                subband(1, first, area.subband(level, true, false), smaller.width(), 0),
                subband(2, first + 1, area.subband(level, false, true), 0, smaller.height()),
                subband(3, first + 2, area.subband(level, true, true), smaller.width(), smaller.height()));
    }

    private Subband subband(int orientation, int number, Area region, int left, int top) {
        var gainBits = Integer.bitCount(orientation);
        return new Subband(
                orientation,
                region,
                parameters.quantisation().bitPlanes(number) + parameters.regionShift(),
                parameters.quantisation().stepSize(number, precisionBits + gainBits),
                left,
                top);
    }

    /** Every packet takes a byte at least, so that headers of so many bytes cannot stand for more packets. */
    private void layOutPrecincts(int headerBytes) {
        var packets = 0L;
        for (var r = 0; r < resolutions.size(); r++) {
            var grid = precinctGrid(r);
            packets += (long) grid.width() * grid.height() * parameters.layers();
            if (packets > headerBytes) {
                throw new CodestreamUnreadableException(
                        "a tile of %d bytes cannot hold its packets, of which there are %d or more"
                                .formatted(headerBytes, packets));
            }
        }
        for (var r = 0; r < resolutions.size(); r++) {
            precincts.add(precinctsOf(r));
        }
    }

    /** The precincts of a resolution, counted from the reference grid's origin (equation B-16). */
    private Area precinctGrid(int resolution) {
        var region = resolutions.get(resolution);
        if (region.isEmpty()) {
            return new Area(0, 0, 0, 0);
        }
        var widthExponent = coding.precinctWidthExponent(resolution);
        var heightExponent = coding.precinctHeightExponent(resolution);
        return new Area(
                region.x0() >> widthExponent,
                region.y0() >> heightExponent,
                Area.ceilingShift(region.x1(), widthExponent),
                Area.ceilingShift(region.y1(), heightExponent));
    }

    private List<Precinct> precinctsOf(int resolution) {
        var list = new ArrayList<Precinct>();
        var grid = precinctGrid(resolution);
        var reduction = coding.levels() - resolution;
        // From the second resolution on, a precinct covers half as many samples in each of three subbands (B.7).
        var halving = resolution == 0 ? 0 : 1;
        var widthExponent = coding.precinctWidthExponent(resolution);
        var heightExponent = coding.precinctHeightExponent(resolution);
        var bandWidth = widthExponent - halving;
        var bandHeight = heightExponent - halving;
        var blockWidth = Math.min(coding.widthExponent(), bandWidth);
        var blockHeight = Math.min(coding.heightExponent(), bandHeight);
        for (var row = grid.y0(); row < grid.y1(); row++) {
            for (var column = grid.x0(); column < grid.x1(); column++) {
                var precinct = new Precinct(
                        resolution,
                        Math.max(area.x0(), (long) column << widthExponent + reduction),
                        Math.max(area.y0(), (long) row << heightExponent + reduction));
                var region = new Area(
                        column << bandWidth, row << bandHeight, column + 1 << bandWidth, row + 1 << bandHeight);
                for (var subband : subbands.get(resolution)) {
                    precinct.add(subband, region.intersection(subband.area()), blockWidth, blockHeight);
                }
                list.add(precinct);
            }
        }
        return list;
    }

    private void read(Volume volume, PacketReader reader) {
        var first = volume.firstResolution();
        var end = Math.min(volume.endResolution(), resolutions.size());
        var endLayer = Math.min(volume.endLayer(), parameters.layers());
        switch (volume.order()) {
            case LAYER_RESOLUTION_POSITION -> {
                for (var layer = 0; layer < endLayer; layer++) {
                    for (var r = first; r < end; r++) {
                        readLayer(precincts.get(r), layer, reader);
                    }
                }
            }
            case RESOLUTION_LAYER_POSITION -> {
                for (var r = first; r < end; r++) {
                    for (var layer = 0; layer < endLayer; layer++) {
                        readLayer(precincts.get(r), layer, reader);
                    }
                }
            }
            case RESOLUTION_POSITION_LAYER -> {
                for (var r = first; r < end; r++) {
                    readAllLayers(precincts.get(r), endLayer, reader);
                }
            }
            case POSITION_RESOLUTION_LAYER, COMPONENT_POSITION_RESOLUTION_LAYER -> {
                var byPosition = new ArrayList<Precinct>();
                for (var r = first; r < end; r++) {
                    byPosition.addAll(precincts.get(r));
                }
                byPosition.sort(Comparator.comparingLong(Precinct::y)
                        .thenComparingLong(Precinct::x)
                        .thenComparingInt(Precinct::resolution));
                readAllLayers(byPosition, endLayer, reader);
            }
        }
    }

    /** What an earlier progression has read is not there again. */
    private static void readLayer(List<Precinct> precincts, int layer, PacketReader reader) {
        for (var precinct : precincts) {
            if (precinct.layersRead() == layer) {
                reader.read(precinct);
            }
        }
    }

    private static void readAllLayers(List<Precinct> precincts, int endLayer, PacketReader reader) {
        for (var precinct : precincts) {
            while (precinct.layersRead() < endLayer) {
                reader.read(precinct);
            }
        }
    }

    /** Takes one decoded code-block. */
    private interface BlockSink {
        void take(BlockDecoder decoded, Subband subband, Area block);
    }

    private void decodeBlocks(byte[] body, BlockSink sink) {
        var decoder = new BlockDecoder(coding);
        for (var resolution : precincts) {
            for (var precinct : resolution) {
                for (var band : precinct.bands()) {
                    for (var block : band.includedBlocks()) {
                        var subband = band.subband();
                        decoder.decode(block, body, subband.orientation(), subband.bitPlanes());
                        sink.take(decoder, subband, block.area());
                    }
                }
            }
        }
    }

    /** Where a block's row begins in the tile's buffer. */
    private int at(Subband subband, Area block, int row) {
        return (subband.top() + block.y0() - subband.area().y0() + row) * area.width()
                + subband.left()
                + block.x0()
                - subband.area().x0();
    }

    private void decodeReversible(byte[] body, Sink sink) {
        var samples = new int[area.width() * area.height()];
        decodeBlocks(body, (decoder, subband, block) -> {
            for (var row = 0; row < block.height(); row++) {
                var at = at(subband, block, row);
                for (var column = 0; column < block.width(); column++) {
                    samples[at + column] = unshifted(decoder.doubledValue(row, column)) / 2;
                }
            }
        });
        InverseWavelet.apply(resolutions, area.width(), new InverseWavelet.Reversible(samples));
        var rowOfSamples = new int[area.width()];
        for (var y = 0; y < area.height(); y++) {
            System.arraycopy(samples, y * area.width(), rowOfSamples, 0, rowOfSamples.length);
            sink.row(area.y0() + y, rowOfSamples);
        }
    }

    private void decodeIrreversible(byte[] body, Sink sink) {
        var samples = new float[area.width() * area.height()];
        decodeBlocks(body, (decoder, subband, block) -> {
            var half = subband.stepSize() / 2;
            for (var row = 0; row < block.height(); row++) {
                var at = at(subband, block, row);
                for (var column = 0; column < block.width(); column++) {
                    samples[at + column] = unshifted(decoder.doubledValue(row, column)) * half;
                }
            }
        });
        InverseWavelet.apply(resolutions, area.width(), new InverseWavelet.Irreversible(samples));
        var rowOfSamples = new int[area.width()];
        for (var y = 0; y < area.height(); y++) {
            for (var x = 0; x < rowOfSamples.length; x++) {
                rowOfSamples[x] = (int) Math.rint(samples[y * area.width() + x]);
            }
            sink.row(area.y0() + y, rowOfSamples);
        }
    }

    /** Brings a region of interest, which was shifted above everything else, down again (T.800 H.1). */
    private int unshifted(int doubledValue) {
        var shift = parameters.regionShift();
        if (shift == 0 || Math.abs(doubledValue) >> 1 < 1L << shift) {
            return doubledValue;
        }
        return doubledValue < 0 ? -(-doubledValue >> shift) : doubledValue >> shift;
    }
}
