package org.mococxr.interoperability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.gate.RefusalCode;

/**
 * One line of the {@code manifest.csv} of a folder of DICOM objects: what the object is, said by somebody who looked at it.
 *
 * @param sopClassUid empty where the object does not say
 * @param transferSyntaxUid of its data set; empty where the object does not say
 * @param refusal the code it must be refused with, where the list says it (column {@code refusal}, which may be missing)
 */
record ListedObject(
        Path file,
        Kind kind,
        String sopClassUid,
        String transferSyntaxUid,
        String photometric,
        int bitsAllocated,
        OptionalInt rows,
        OptionalInt columns,
        int frames,
        Optional<RefusalCode> refusal) {
    /** As the column {@code kind} writes it. */
    enum Kind {
        CHEST_FILM("cxr"),
        OTHER_IMAGE("not-cxr"),
        NO_IMAGE("non-image"),
        MALFORMED("malformed");

        private final String written;

        Kind(String written) {
            this.written = written;
        }

        String written() {
            return written;
        }

        static Kind of(String written) {
            return Arrays.stream(values())
                    .filter(kind -> kind.written.equals(written))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the list knows no kind '%s'".formatted(written)));
        }
    }

    static final List<String> COLUMNS = List.of(
            "file",
            "kind",
            "sop_class_uid",
            "transfer_syntax_uid",
            "photometric",
            "bits_allocated",
            "rows",
            "columns",
            "frames",
            "refusal");

    /** The objects that {@code manifest.csv} of a folder lists, in its order. */
    static List<ListedObject> in(Path folder) throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var reader = Files.newBufferedReader(folder.resolve("manifest.csv"), StandardCharsets.UTF_8);
                var rows = format.parse(reader)) {
            return rows.stream().map(row -> of(folder, row)).toList();
        }
    }

    private static ListedObject of(Path folder, CSVRecord row) {
        return new ListedObject(
                folder.resolve(row.get("file")),
                Kind.of(row.get("kind")),
                row.get("sop_class_uid"),
                row.get("transfer_syntax_uid"),
                row.get("photometric"),
                number(row.get("bits_allocated")).orElse(0),
                number(row.get("rows")),
                number(row.get("columns")),
                number(row.get("frames")).orElse(1),
                row.isMapped("refusal") && !row.get("refusal").isEmpty()
                        ? Optional.of(RefusalCode.valueOf(row.get("refusal")))
                        : Optional.empty());
    }

    /** Empty for what a damaged object says of itself, too. */
    private static OptionalInt number(String text) {
        return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    String name() {
        return String.valueOf(file.getFileName());
    }

    /** An object that says nothing of its encoding is implicit little endian, as before there were transfer syntaxes. */
    TransferSyntax syntax() {
        return TransferSyntax.forUid(transferSyntaxUid).orElse(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    }

    /** Whether the conformance statement says that a modality may send it. */
    boolean mayBeSent() {
        return List.of(
                                UID.ComputedRadiographyImageStorage,
                                UID.DigitalXRayImageStorageForPresentation,
                                UID.DigitalXRayImageStorageForProcessing,
                                UID.XRayAngiographicImageStorage,
                                UID.CTImageStorage,
                                UID.MRImageStorage,
                                UID.UltrasoundImageStorage,
                                UID.SecondaryCaptureImageStorage)
                        .contains(sopClassUid)
                && isRead();
    }

    /** Whether the conformance statement says that its pixels are read. */
    private boolean isRead() {
        return switch (syntax()) {
            case EXPLICIT_VR_LITTLE_ENDIAN,
                    IMPLICIT_VR_LITTLE_ENDIAN,
                    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    JPEG_LOSSLESS_FIRST_ORDER,
                    JPEG_LOSSLESS,
                    RLE_LOSSLESS,
                    JPEG_LS_LOSSLESS,
                    JPEG_LS_NEAR_LOSSLESS,
                    JPEG_EXTENDED,
                    JPEG_BASELINE,
                    JPEG_2000_LOSSLESS,
                    JPEG_2000 -> true;
            default -> false;
        };
    }

    /** Whether it is one grey picture that must be decoded, whatever it shows. Big endian is read from files. */
    boolean isDecodable() {
        return (kind == Kind.CHEST_FILM || kind == Kind.OTHER_IMAGE)
                && (isRead() || syntax() == TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)
                && photometric.startsWith("MONOCHROME")
                && (bitsAllocated == 8 || bitsAllocated == 16)
                && frames == 1;
    }
}
