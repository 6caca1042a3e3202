package org.mococxr.appliance.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelatedPartsTest {
    private static final String BOUNDARY = "frontiers";

    private static List<byte[]> read(InputStream body) throws IOException {
        var parts = new RelatedParts(body, BOUNDARY);
        var contents = new ArrayList<byte[]>();
        for (var part = parts.next(); part.isPresent(); part = parts.next()) {
            assertThat(part.get().contentType()).isEqualTo("application/dicom");
            contents.add(part.get().content().readAllBytes());
        }
        return contents;
    }

    private static byte[] body(List<byte[]> contents) {
        var body = new ByteArrayOutputStream();
        for (var content : contents) {
            body.writeBytes("--frontiers\r\nX: y\r\nContent-Type: application/dicom\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(content);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--frontiers--\r\nepilogue".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    /** Contents around the size of the buffer, full of bytes that nearly are the boundary, in pieces of any size. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void partsComeBackWhateverTheyHoldAndHoweverTheyArrive(int piece) throws IOException {
        var random = new Random(piece);
        var contents = new ArrayList<byte[]>();
        for (var size : new int[] {0, 1, 100, 65_520, 65_530, 65_536, 65_540, 200_000}) {
            var content = new byte[size];
            for (var i = 0; i < size; i++) {
                content[i] = (byte) "\r\n--frontie".charAt(random.nextInt(20) == 0 ? random.nextInt(11) : i % 11);
            }
            contents.add(content);
        }
        var arriving = new ByteArrayInputStream(body(contents)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, piece));
            }
        };

        assertThat(read(arriving))
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(contents);
    }

    @Test
    void aPartThatNobodyReadsIsPassedBy() throws IOException {
        var parts = new RelatedParts(
                new ByteArrayInputStream(body(List.of(new byte[300_000], new byte[] {1, 2}))), BOUNDARY);

        parts.next();

        assertThat(parts.next().orElseThrow().content().readAllBytes()).containsExactly(1, 2);
        assertThat(parts.next()).isEmpty();
    }

    @Test
    void aBodyThatEndsEarlyIsSaid() {
        var whole = body(List.of(new byte[100]));
        for (var length = 0; length < whole.length - "--\r\nepilogue".length(); length += 5) {
            var cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(new ByteArrayInputStream(cut)))
                    .as("%d bytes", length)
                    .isInstanceOf(BadMultipartException.class);
        }
    }

    /** Orthanc's boundaries are three characters longer than RFC 2046 allows. */
    @Test
    void aBoundaryOfSeventyThreeCharactersIsTaken() throws IOException {
        var boundary = "x".repeat(73);
        var body = "--%s\r\n\r\none\r\n--%s--".formatted(boundary, boundary).getBytes(StandardCharsets.US_ASCII);

        var part = new RelatedParts(new ByteArrayInputStream(body), boundary).next();

        assertThat(part.orElseThrow().content().readAllBytes()).asString().isEqualTo("one");
        assertThatThrownBy(() -> new RelatedParts(new ByteArrayInputStream(body), "x".repeat(1000)))
                .isInstanceOf(BadMultipartException.class);
    }

    @Test
    void endlessHeadersAreCutOff() {
        var body = ("--frontiers\r\nX: " + "y".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> read(new ByteArrayInputStream(body))).hasMessageContaining("8 KiB");
    }

    @Test
    void mediaTypesAreReadWithAndWithoutQuotes() {
        var type = MediaType.of("Multipart/Related; type=\"application/dicom\"; boundary=a-b");

        assertThat(type.name()).isEqualTo("multipart/related");
        assertThat(type.parameter("type")).contains("application/dicom");
        assertThat(type.parameter("boundary")).contains("a-b");
        assertThat(type.parameter("charset")).isEmpty();
        assertThat(MediaType.of("").name()).isEmpty();
    }
}
