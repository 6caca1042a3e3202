package org.mococxr.dicom.codec.jpeg2000;

import java.util.ArrayList;

/**
 * Reads the packets of one tile (T.800 B.9, B.10), headers from among the data or from where they were packed together.
 *
 * <p>Neither headers nor data can look like a marker, so that the optional markers around a header are taken where they are.
 */
final class PacketReader {
    private static final int START_OF_PACKET = 0xff91;
    private static final int START_OF_PACKET_BYTES = 6;
    private static final int END_OF_PACKET_HEADER = 0xff92;

    private final BlockCoding coding;
    private final byte[] body;
    private final byte[] headers;
    private final boolean headersApart;
    private int bodyAt;
    private int headersAt;

    /** @param packedHeaders empty if headers are among the data */
    PacketReader(BlockCoding coding, byte[] body, byte[] packedHeaders) {
        this.coding = coding;
        this.body = body;
        this.headersApart = packedHeaders.length > 0;
        this.headers = headersApart ? packedHeaders : body;
    }

    private record Contribution(CodeBlock.Segment segment, int bytes) {}

    void read(Precinct precinct) {
        if (isMarker(body, bodyAt, START_OF_PACKET)) {
            bodyAt += START_OF_PACKET_BYTES;
        }
        var bits = new PacketBits(headers, headersApart ? headersAt : bodyAt, headers.length);
        var contributions = new ArrayList<Contribution>();
        if (bits.next() == 1) {
            readHeader(precinct, bits, contributions);
        }
        var end = bits.finish();
        if (isMarker(headers, end, END_OF_PACKET_HEADER)) {
            end += 2;
        }
        if (headersApart) {
            headersAt = end;
        } else {
            bodyAt = end;
        }
        for (var contribution : contributions) {
            if (contribution.bytes() > body.length - bodyAt) {
                throw new CodestreamUnreadableException("a packet of a tile reaches %d bytes beyond the tile's data"
                        .formatted(contribution.bytes() - (body.length - bodyAt)));
            }
            contribution.segment().pieces().add(new CodeBlock.Piece(bodyAt, contribution.bytes()));
            bodyAt += contribution.bytes();
        }
        precinct.layerRead();
    }

    private void readHeader(Precinct precinct, PacketBits bits, ArrayList<Contribution> contributions) {
        for (var band : precinct.bands()) {
            for (var number = 0; number < band.blockCount(); number++) {
                var block = band.includedIn(precinct.layersRead(), number, bits);
                if (block != null) {
                    block.readLengths(
                            bits,
                            readPasses(bits),
                            coding,
                            (segment, bytes) -> contributions.add(new Contribution(segment, bytes)));
                }
            }
        }
    }

    /** T.800 table B.4. */
    private static int readPasses(PacketBits bits) {
        if (bits.next() == 0) {
            return 1;
        }
        if (bits.next() == 0) {
            return 2;
        }
        var few = bits.next(2);
        if (few < 3) {
            return 3 + few;
        }
        var more = bits.next(5);
        return more < 31 ? 6 + more : 37 + bits.next(7);
    }

    private static boolean isMarker(byte[] bytes, int at, int marker) {
        return at + 1 < bytes.length && (bytes[at] & 0xff) == marker >> 8 && (bytes[at + 1] & 0xff) == (marker & 0xff);
    }

    /** How many bytes no packet has claimed. */
    int left() {
        return Math.max(0, body.length - bodyAt) + (headersApart ? Math.max(0, headers.length - headersAt) : 0);
    }
}
