package org.mococxr.dicom.codec.jpeg2000;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the marker segments of the main header, or of one tile's headers, have said so far. For one thread. */
final class HeaderParameters {
    static final int CODING_STYLE = 0xff52;
    static final int COMPONENT_CODING_STYLE = 0xff53;
    static final int REGION_OF_INTEREST = 0xff5e;
    static final int QUANTISATION = 0xff5c;
    static final int COMPONENT_QUANTISATION = 0xff5d;
    static final int PROGRESSION_CHANGE = 0xff5f;

    private static final int STATES_PRECINCTS = 1;

    /** How packets are ordered; for all components together. */
    private record Packets(Volume.Order order, int layers) {}

    private Optional<Packets> packets = Optional.empty();
    private Optional<BlockCoding> coding = Optional.empty();
    private Optional<BlockCoding> componentCoding = Optional.empty();
    private Optional<Quantisation> quantisation = Optional.empty();
    private Optional<Quantisation> componentQuantisation = Optional.empty();
    private Optional<Integer> regionShift = Optional.empty();
    private final List<Volume> changes = new ArrayList<>();

    /** Everything that decoding one tile needs to know. */
    record Resolved(List<Volume> volumes, int layers, BlockCoding coding, Quantisation quantisation, int regionShift) {}

    /** Takes one marker segment in; what does not bear on decoding passes. */
    void read(int marker, ByteBuffer segment) {
        switch (marker) {
            case CODING_STYLE -> readCodingStyle(segment);
            case COMPONENT_CODING_STYLE -> {
                requireOnlyComponent(segment);
                componentCoding = Optional.of(BlockCoding.read(segment, (segment.get() & STATES_PRECINCTS) != 0));
            }
            case QUANTISATION -> quantisation = Optional.of(Quantisation.read(segment));
            case COMPONENT_QUANTISATION -> {
                requireOnlyComponent(segment);
                componentQuantisation = Optional.of(Quantisation.read(segment));
            }
            case REGION_OF_INTEREST -> {
                requireOnlyComponent(segment);
                segment.get(); // the only style there is
                regionShift = Optional.of(segment.get() & 0xff);
            }
            case PROGRESSION_CHANGE -> changes.addAll(Volume.readChanges(segment));
            default -> {
                // Comments, registrations and tables of lengths.
            }
        }
    }

    private void readCodingStyle(ByteBuffer segment) {
        var style = segment.get() & 0xff;
        var order = Volume.Order.of(segment.get() & 0xff);
        var layers = segment.getShort() & 0xffff;
        segment.get(); // multiple component transformation: there is one component
        if (layers == 0) {
            throw new CodestreamUnreadableException("no quality layer");
        }
        packets = Optional.of(new Packets(order, layers));
        coding = Optional.of(BlockCoding.read(segment, (style & STATES_PRECINCTS) != 0));
    }

    private static void requireOnlyComponent(ByteBuffer segment) {
        var component = segment.get() & 0xff;
        if (component != 0) {
            throw new CodestreamUnreadableException("settings for component %d of 1".formatted(component + 1));
        }
    }

    /** A tile's own words before those of the main header, a component's before those for all (T.800 A.6). */
    Resolved resolvedAgainst(HeaderParameters main) {
        var ordered = packets.or(() -> main.packets).orElseThrow(() -> missing("coding style"));
        var blocks = componentCoding
                .or(() -> coding)
                .or(() -> main.componentCoding)
                .or(() -> main.coding)
                .orElseThrow(() -> missing("coding style"));
        var steps = componentQuantisation
                .or(() -> quantisation)
                .or(() -> main.componentQuantisation)
                .or(() -> main.quantisation)
                .orElseThrow(() -> missing("quantisation"));
        var stated = changes.isEmpty() ? main.changes : changes;
        return new Resolved(
                stated.isEmpty()
                        ? List.of(new Volume(ordered.order(), 0, blocks.levels() + 1, ordered.layers()))
                        : List.copyOf(stated),
                ordered.layers(),
                blocks,
                steps,
                regionShift.or(() -> main.regionShift).orElse(0));
    }

    private static CodestreamUnreadableException missing(String what) {
        return new CodestreamUnreadableException("the codestream states no " + what);
    }
}
