package org.mococxr.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes Part 10 files and bare data sets, little endian.
 *
 * <p>Sequences and items are written with undefined length and delimiters; group lengths only in group 0002, the one place
 * where the standard still wants one. Text is encoded in the character set its data set names.
 */
public final class DicomWriter {
    private static final int PREAMBLE_BYTES = 128;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final int UNDEFINED = -1;
    private static final int LONGEST_SHORT_VALUE = 0xfffe;

    private final OutputStream out;
    private final boolean explicitVr;

    private DicomWriter(OutputStream out, boolean explicitVr) {
        this.out = out;
        this.explicitVr = explicitVr;
    }

    /** A Part 10 file. The stream is flushed and left open. */
    public static void write(OutputStream out, DicomObject object) throws IOException {
        var meta = new ByteArrayOutputStream();
        var metaAttributes = new Attributes(object.fileMeta());
        metaAttributes.setString(
                Tag.TransferSyntaxUID, VR.UI, object.transferSyntax().uid());
        metaAttributes.remove(Tag.FileMetaInformationGroupLength);
        new DicomWriter(meta, true).writeElements(metaAttributes);

        out.write(new byte[PREAMBLE_BYTES]);
        out.write(new byte[] {'D', 'I', 'C', 'M'});
        var length = new Attributes();
        length.setInt(Tag.FileMetaInformationGroupLength, VR.UL, meta.size());
        new DicomWriter(out, true).writeElements(length);
        meta.writeTo(out);
        writeDataset(out, object.dataset(), object.transferSyntax());
    }

    /** A Part 10 file as bytes. */
    public static byte[] toBytes(DicomObject object) {
        var out = new ByteArrayOutputStream();
        try {
            write(out, object);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** A data set without file meta information, as it goes over an association. The stream is flushed and left open. */
    public static void writeDataset(OutputStream out, Attributes dataset, TransferSyntax syntax) throws IOException {
        if (syntax.isBigEndian()) {
            throw new IllegalArgumentException("big endian is read, never written");
        }
        if (syntax.isDeflated()) {
            var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            var deflated = new DeflaterOutputStream(out, deflater);
            new DicomWriter(deflated, true).writeElements(withoutForeignGroups(dataset));
            deflated.finish();
            deflater.end();
        } else {
            new DicomWriter(out, syntax.isExplicitVr()).writeElements(withoutForeignGroups(dataset));
        }
        out.flush();
    }

    /** Commands and file meta information are no part of a data set (PS3.5 section 7.1); at its head they would be read as such. */
    private static Attributes withoutForeignGroups(Attributes dataset) {
        var foreign = IntStream.of(dataset.tags())
                .filter(tag -> tag >>> 16 == 0 || tag >>> 16 == 2)
                .toArray();
        if (foreign.length == 0) {
            return dataset;
        }
        var own = new Attributes(dataset);
        IntStream.of(foreign).forEach(own::remove);
        return own;
    }

    private void writeElements(Attributes dataset) throws IOException {
        for (var tag : dataset.tags()) {
            if (Tag.isGroupLength(tag) && tag != Tag.FileMetaInformationGroupLength) {
                continue;
            }
            var element = dataset.find(tag).orElseThrow();
            if (element.value() instanceof Value.Items items) {
                writeSequence(tag, items.items);
            } else if (element.value() instanceof Value.Fragments fragments) {
                writeFragments(tag, fragments.fragments);
            } else {
                var bytes =
                        Attributes.padded(element.vr(), dataset.bytesOf(element).orElseThrow());
                writeHeader(tag, element.vr(), bytes.length);
                out.write(bytes);
            }
        }
    }

    private void writeSequence(int tag, List<Attributes> items) throws IOException {
        writeHeader(tag, VR.SQ, UNDEFINED);
        for (var item : items) {
            writeTag(ITEM);
            writeInt(UNDEFINED);
            writeElements(item);
            writeTag(ITEM_END);
            writeInt(0);
        }
        writeTag(SEQUENCE_END);
        writeInt(0);
    }

    private void writeFragments(int tag, List<byte[]> fragments) throws IOException {
        writeHeader(tag, VR.OB, UNDEFINED);
        for (var fragment : fragments) {
            var bytes = Attributes.padded(VR.OB, fragment);
            writeTag(ITEM);
            writeInt(bytes.length);
            out.write(bytes);
        }
        writeTag(SEQUENCE_END);
        writeInt(0);
    }

    private void writeHeader(int tag, VR vr, int length) throws IOException {
        writeTag(tag);
        if (!explicitVr) {
            writeInt(length);
            return;
        }
        // A value too long for its representation's short length travels as UN (PS3.5 section 6.2.2).
        var written = !vr.hasLongHeader() && length > LONGEST_SHORT_VALUE ? VR.UN : vr;
        out.write(written.name().charAt(0));
        out.write(written.name().charAt(1));
        if (written.hasLongHeader()) {
            writeShort(0);
            writeInt(length);
        } else {
            writeShort(length);
        }
    }

    private void writeTag(int tag) throws IOException {
        writeShort(Tag.groupOf(tag));
        writeShort(Tag.elementOf(tag));
    }

    private void writeShort(int value) throws IOException {
        out.write(value);
        out.write(value >>> 8);
    }

    private void writeInt(int value) throws IOException {
        writeShort(value);
        writeShort(value >>> 16);
    }
}
