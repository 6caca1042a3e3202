package org.mococxr.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.DicomUnreadableException.Reason;

class DicomReaderTest {
    private static final ReadLimits LIMITS = ReadLimits.film();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void explicitAndDeflatedDataSetsComeBackEqual(long seed) throws IOException {
        var written = new RandomAttributes(seed).next(3);

        for (var syntax :
                List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
            assertThat(DicomReader.readDataset(encode(written, syntax), syntax, LIMITS))
                    .isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void implicitDataSetsKeepTheirBytes(long seed) throws IOException {
        var written = new RandomAttributes(seed).next(0);
        var syntax = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

        var read = DicomReader.readDataset(encode(written, syntax), syntax, LIMITS);

        assertThat(read.tags()).isEqualTo(written.tags());
        for (var tag : written.tags()) {
            var vr = written.getVR(tag).orElseThrow();
            assertThat(read.getBytes(tag).orElseThrow())
                    .isEqualTo(Attributes.padded(vr, written.getBytes(tag).orElseThrow()));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferSyntax.class,
            names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN", "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN"})
    void aFileComesBackWithItsMetaInformation(TransferSyntax syntax) {
        var file = DicomWriter.toBytes(DicomObject.of(film(), syntax));

        var read = DicomReader.read(file);

        assertThat(read.transferSyntax()).isEqualTo(syntax);
        assertThat(read.dataset()).isEqualTo(film());
        assertThat(read.fileMeta().getString(Tag.MediaStorageSOPInstanceUID)).contains("1.2.3.4");
        var restOfMeta = read.fileMeta().getInt(Tag.FileMetaInformationGroupLength, -1);
        var dataset = encodeQuietly(film(), syntax);
        assertThat(restOfMeta).isEqualTo(file.length - 132 - 12 - dataset.length);
    }

    @Test
    void theHeaderStopsBeforeThePixels() {
        var counted = new CountingStream(
                DicomWriter.toBytes(DicomObject.of(filmWithPixels(1 << 20), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));

        var read = DicomReader.readHeader(counted, ReadLimits.header());

        assertThat(read.hasPixelData()).isTrue();
        assertThat(read.pixelDataSkipped()).isTrue();
        assertThat(read.dataset().contains(Tag.PixelData)).isFalse();
        assertThat(read.dataset().getInt(Tag.Rows)).hasValue(7);
        assertThat(counted.count).isLessThan(20_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileWithoutMetaInformationIsGuessed(boolean explicit) {
        var syntax = explicit ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

        var read = DicomReader.read(encodeQuietly(film(), syntax));

        assertThat(read.transferSyntax()).isEqualTo(syntax);
        assertThat(read.fileMeta().isEmpty()).isTrue();
        assertThat(read.dataset()).isEqualTo(film());
    }

    @Test
    void metaInformationWithoutPreambleLengthOrSyntaxIsRead() {
        var uid = "1.2.3.4\0".getBytes(StandardCharsets.US_ASCII);
        var meta = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        putShort(meta, Tag.MediaStorageSOPInstanceUID, "UI", uid.length).put(uid);
        var explicit = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

        var read = DicomReader.read(concat(meta.array(), encodeQuietly(film(), explicit)));

        assertThat(read.fileMeta().getString(Tag.MediaStorageSOPInstanceUID)).contains("1.2.3.4");
        assertThat(read.transferSyntax()).isEqualTo(explicit);
        assertThat(read.dataset()).isEqualTo(film());
    }

    @Test
    void bigEndianValuesAreTurnedRound() {
        var out = ByteBuffer.allocate(200).order(ByteOrder.BIG_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.ReferencedImageSequence, "SQ", 0).putInt(8 + 10);
        out.putShort((short) 0xfffe).putShort((short) 0xe000).putInt(10);
        putShort(out, Tag.Rows, "US", 2).putShort((short) 0x0102);
        putShort(out, Tag.PixelData, "OW", 0).putInt(4).putShort((short) 0x0304).putShort((short) 0x0506);
        var bytes = Arrays.copyOf(out.array(), out.position());

        var read = DicomReader.read(bytes);

        assertThat(read.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        assertThat(read.dataset()
                        .getNestedDataset(Tag.ReferencedImageSequence)
                        .orElseThrow()
                        .getInt(Tag.Rows))
                .hasValue(0x0102);
        assertThat(read.dataset().getInts(Tag.PixelData)).containsExactly(0x0304, 0x0506);
    }

    @Test
    void aSequencePassedOnAsUnknownIsReadAsImplicitInside() {
        var inside = new Attributes();
        inside.setString(Tag.CodeMeaning, VR.LO, "lateral");
        var out = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.ViewCodeSequence, "UN", 0).putInt(-1);
        putItem(out, 0xe000, -1).put(encodeQuietly(inside, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        putItem(out, 0xe00d, 0);
        putItem(out, 0xe0dd, 0);
        putShort(out, Tag.BodyPartExamined, "UN", 0).putInt(6).put("CHEST ".getBytes(StandardCharsets.US_ASCII));

        var read = DicomReader.read(Arrays.copyOf(out.array(), out.position())).dataset();

        assertThat(read.getNestedDataset(Tag.ViewCodeSequence).orElseThrow().getString(Tag.CodeMeaning))
                .contains("lateral");
        assertThat(read.getVR(Tag.BodyPartExamined)).contains(VR.CS);
        assertThat(read.getString(Tag.BodyPartExamined)).contains("CHEST");
    }

    @ParameterizedTest
    @CsvSource({"UN,-1,false", "UN,-1,true", "UN,0,false", "UN,0,true", "SQ,-1,false", "SQ,0,false", "SQ,-1,true"})
    void aSequenceIsOpenedWhateverFormItsInsideHas(String vr, int length, boolean explicitInside) {
        var inside = new Attributes();
        inside.setString(Tag.CodeValue, VR.SH, "399067008");
        inside.setString(Tag.CodeMeaning, VR.LO, "lateral");
        var item = encodeQuietly(
                inside,
                explicitInside ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        var out = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.ViewCodeSequence, vr, 0).putInt(length < 0 ? -1 : item.length + 8);
        putItem(out, 0xe000, length < 0 ? -1 : item.length).put(item);
        if (length < 0) {
            putItem(out, 0xe00d, 0);
            putItem(out, 0xe0dd, 0);
        }
        putShort(out, Tag.Rows, "US", 2).putShort((short) 9);

        var read = DicomReader.read(Arrays.copyOf(out.array(), out.position())).dataset();

        assertThat(read.getNestedDataset(Tag.ViewCodeSequence).orElseThrow()).isEqualTo(inside);
        assertThat(read.getInt(Tag.Rows)).hasValue(9);
    }

    @Test
    void aSequencePassedOnThatIsNotInterpretedStaysAsItCame() {
        var out = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.RequestAttributesSequence, "UN", 0).putInt(8);
        putItem(out, 0xe000, 77);

        var read = DicomReader.read(Arrays.copyOf(out.array(), out.position())).dataset();

        assertThat(read.getVR(Tag.RequestAttributesSequence)).contains(VR.UN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFormOfADataSetIsSeenAndNotBelieved(boolean explicit) {
        var said = explicit ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        var is = explicit ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

        var read = DicomReader.readDataset(encodeQuietly(film(), is), said, LIMITS);

        assertThat(read.getString(Tag.SOPInstanceUID)).isEqualTo(film().getString(Tag.SOPInstanceUID));
        assertThat(read.tags()).isEqualTo(film().tags());
    }

    @Test
    void aSequencesEndEndsItsItemAndLoneEndsEndNothing() {
        var out = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.ViewCodeSequence, "SQ", 0).putInt(-1);
        putItem(out, 0xe000, -1);
        putShort(out, Tag.CodeValue, "SH", 2).put((byte) '1').put((byte) ' ');
        putItem(out, 0xe0dd, 0);
        putShort(out, Tag.Rows, "US", 2).putShort((short) 9);
        putItem(out, 0xe00d, 0);
        putItem(out, 0xe0dd, 0);

        var read = DicomReader.read(Arrays.copyOf(out.array(), out.position())).dataset();

        assertThat(read.getSequence(Tag.ViewCodeSequence)).hasSize(1);
        assertThat(read.getInt(Tag.Rows)).hasValue(9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 64})
    void fragmentsMayLackTheirDelimiter(int zeros) {
        var film = film();
        film.setFragments(Tag.PixelData, List.of(new byte[0], new byte[] {1, 2, 3, 4}));
        var file = DicomWriter.toBytes(DicomObject.of(film, TransferSyntax.JPEG_BASELINE));
        var cut = Arrays.copyOf(Arrays.copyOf(file, file.length - 8), file.length - 8 + zeros);

        assertThat(DicomReader.read(cut).dataset().getFragments(Tag.PixelData))
                .hasSize(2)
                .contains(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
    }

    @Test
    void elementsOfRepresentationsUnknownToUsPassThrough() {
        var out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, 0x00091001, "ZZ", 0).putInt(4).put(new byte[] {1, 2, 3, 4});
        putShort(out, Tag.Rows, "US", 2).putShort((short) 9);

        var read = DicomReader.read(Arrays.copyOf(out.array(), out.position())).dataset();

        assertThat(read.getBytes(0x00091001).orElseThrow()).containsExactly(1, 2, 3, 4);
        assertThat(read.getInt(Tag.Rows)).hasValue(9);
    }

    @Test
    void fragmentsOfCompressedPixelsComeBack() {
        var film = film();
        film.setFragments(Tag.PixelData, List.of(new byte[0], new byte[] {1, 2, 3}, new byte[] {4, 5}));
        film.setString(Tag.DataSetTrailingPadding & 0xffff0000 | 0xfffc, VR.LO, "x");

        var read = DicomReader.read(DicomWriter.toBytes(DicomObject.of(film, TransferSyntax.JPEG_BASELINE)));

        assertThat(read.dataset().getFragments(Tag.PixelData))
                .containsExactly(
                        ByteBuffer.wrap(new byte[0]),
                        ByteBuffer.wrap(new byte[] {1, 2, 3, 0}),
                        ByteBuffer.wrap(new byte[] {4, 5}));
    }

    @Test
    void zerosThatFillAFileUpAreNoElements() {
        var file = DicomWriter.toBytes(DicomObject.of(film(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

        assertThat(DicomReader.read(Arrays.copyOf(file, file.length + 100)).dataset())
                .isEqualTo(film());
    }

    @Test
    void refusesTwentyBytes() {
        assertRefused("this is not dicom....".getBytes(StandardCharsets.US_ASCII), Reason.NOT_DICOM);
        assertRefused(new byte[0], Reason.NOT_DICOM);
        assertRefused(new byte[20], Reason.NOT_DICOM);
    }

    @Test
    void namesATransferSyntaxItDoesNotKnow() {
        var object = DicomObject.of(film(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        var file = DicomWriter.toBytes(object);
        var at = indexOf(file, "1.2.840.10008.1.2.1\0".getBytes(StandardCharsets.US_ASCII));
        System.arraycopy("1.2.840.113619.5.2\0\0".getBytes(StandardCharsets.US_ASCII), 0, file, at, 20);

        assertThatThrownBy(() -> DicomReader.read(file))
                .isInstanceOfSatisfying(
                        DicomUnreadableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SYNTAX))
                .hasMessageContaining("1.2.840.113619.5.2");
    }

    @Test
    void everyTruncationEndsInOneKindOfException() {
        var film = new RandomAttributes(5).next(3);
        film.addAll(film());
        var file = DicomWriter.toBytes(DicomObject.of(film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

        for (var length = 0; length < file.length; length++) {
            var cut = Arrays.copyOf(file, length);
            var thrown = catchThrowable(() -> DicomReader.read(cut));
            assertThat(thrown)
                    .satisfiesAnyOf(
                            t -> assertThat(t).isNull(),
                            t -> assertThat(t).isInstanceOf(DicomUnreadableException.class));
        }
    }

    @Test
    void threeGigabytesDeclaredInASmallFileAreNotAllocated() {
        var out = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.PixelData, "OW", 0).putInt((int) 3_221_225_472L);

        var before = usedAfterReading(() -> assertRefused(out.array(), Reason.TOO_LARGE));

        assertThat(before).isLessThan(20_000_000);
    }

    @Test
    void fourHundredMegabytesDeclaredInASmallFileAreNotAllocated() {
        var out = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.PixelData, "OW", 0).putInt(400_000_000);

        var allocated = usedAfterReading(() -> assertRefused(out.array(), Reason.MALFORMED));

        assertThat(allocated).isLessThan(20_000_000);
    }

    @Test
    void aMillionNestedSequencesAreRefusedWithoutOverflowingTheStack() {
        var out = ByteBuffer.allocate(16 * 1_000_000 + 20).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        while (out.remaining() >= 20) {
            putShort(out, Tag.ContentSequence, "SQ", 0).putInt(-1);
            putItem(out, 0xe000, -1);
        }

        assertRefused(out.array(), Reason.MALFORMED);
    }

    @Test
    void sixtyFourLevelsAreReadAndSixtyFiveAreNot() {
        assertThat(DicomReader.read(nested(64)).dataset().size()).isEqualTo(2);
        assertRefused(nested(65), Reason.MALFORMED);
    }

    private static byte[] nested(int depth) {
        var innermost = new Attributes();
        for (var i = 0; i < depth; i++) {
            var outer = new Attributes();
            outer.newSequence(Tag.ContentSequence).add(innermost);
            innermost = outer;
        }
        innermost.setString(Tag.SOPClassUID, VR.UI, "1.2.3");
        return encodeQuietly(innermost, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @Test
    void aFloodOfEmptyItemsIsRefused() {
        var out = ByteBuffer.allocate(8_000_000).order(ByteOrder.LITTLE_ENDIAN);
        putShort(out, Tag.SOPClassUID, "UI", 6).put("1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        putShort(out, Tag.ContentSequence, "SQ", 0).putInt(-1);
        while (out.remaining() >= 8) {
            putItem(out, 0xe000, 0);
        }

        assertRefused(out.array(), Reason.TOO_LARGE);
    }

    @Test
    void aDeflateBombStopsAtTheLimit() throws IOException {
        var deflater = new Deflater(9, true);
        var bomb = new ByteArrayOutputStream();
        var head = encode(film(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        var pixels = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        putShort(pixels, Tag.PixelData, "OW", 0).putInt(900_000_000);
        deflateInto(bomb, deflater, concat(head, pixels.array()));
        for (var i = 0; i < 100; i++) {
            deflateInto(bomb, deflater, new byte[1 << 20]);
        }

        assertThatThrownBy(() -> DicomReader.readDataset(
                        bomb.toByteArray(),
                        TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                        new ReadLimits(4 << 20, 1000, 64)))
                .isInstanceOfSatisfying(
                        DicomUnreadableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    private static void deflateInto(ByteArrayOutputStream out, Deflater deflater, byte[] bytes) {
        deflater.setInput(bytes);
        var buffer = new byte[1 << 16];
        for (var n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH); n > 0; ) {
            out.write(buffer, 0, n);
            n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void mutatedFilesAreReadOrRefusedNeverWorse(long seed) {
        var random = new Random(seed);
        var film = new RandomAttributes(seed).next(4);
        film.addAll(filmWithPixels(64));
        var syntax = List.of(
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                        TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
                .get((int) (seed % 3));
        var file = DicomWriter.toBytes(DicomObject.of(film, syntax));
        var refused = 0;

        for (var i = 0; i < 400; i++) {
            var mutated = file.clone();
            for (var k = 1 + random.nextInt(8); k > 0; k--) {
                mutated[132 + random.nextInt(file.length - 132)] = (byte) random.nextInt();
            }
            try {
                var read = DicomReader.read(mutated).dataset();
                for (var tag : read.tags()) {
                    read.getStrings(tag);
                    read.getInts(tag);
                    read.getDate(tag);
                }
            } catch (DicomUnreadableException e) {
                refused++;
            }
        }

        assertThat(refused).isBetween(1, 400);
    }

    private static void assertRefused(byte[] bytes, Reason reason) {
        assertThatThrownBy(() -> DicomReader.read(bytes))
                .isInstanceOfSatisfying(
                        DicomUnreadableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static long usedAfterReading(Runnable reading) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        reading.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static Attributes film() {
        var film = new Attributes();
        film.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        film.setString(Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForPresentation);
        film.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3.4");
        film.setString(Tag.PatientName, VR.PN, "Núñez^José");
        film.setInt(Tag.Rows, VR.US, 7);
        return film;
    }

    private static Attributes filmWithPixels(int bytes) {
        var film = film();
        film.setBytes(Tag.PixelData, VR.OW, new byte[bytes]);
        return film;
    }

    private static byte[] encode(Attributes attributes, TransferSyntax syntax) throws IOException {
        var out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(out, attributes, syntax);
        return out.toByteArray();
    }

    private static byte[] encodeQuietly(Attributes attributes, TransferSyntax syntax) {
        try {
            return encode(attributes, syntax);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuffer putShort(ByteBuffer out, int tag, String vr, int length) {
        out.putShort((short) (tag >>> 16)).putShort((short) tag);
        out.put(vr.getBytes(StandardCharsets.US_ASCII));
        return out.putShort((short) length);
    }

    private static ByteBuffer putItem(ByteBuffer out, int element, int length) {
        return out.putShort((short) 0xfffe).putShort((short) element).putInt(length);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (var i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static final class CountingStream extends InputStream {
        private final ByteArrayInputStream in;
        private int count;

        CountingStream(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            count++;
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            var read = in.read(into, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
