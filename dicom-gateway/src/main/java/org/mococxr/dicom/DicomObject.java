package org.mococxr.dicom;

import java.util.Optional;

/**
 * A data set with the file meta information it travels under.
 *
 * @param fileMeta group 0002; empty for a file that had none
 * @param transferSyntax how the data set is or will be written
 * @param pixelDataSkipped whether the object has Pixel Data that are not in {@code dataset}: reading stopped there, or they were handed
 *     to somebody else
 */
public record DicomObject(
        Attributes fileMeta, Attributes dataset, TransferSyntax transferSyntax, boolean pixelDataSkipped) {

    /** A new object: file meta information made from the data set's own identification (PS3.10 section 7.1). */
    public static DicomObject of(Attributes dataset, TransferSyntax transferSyntax) {
        var meta = new Attributes();
        meta.setBytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1});
        meta.setString(Tag.MediaStorageSOPClassUID, VR.UI, required(dataset, Tag.SOPClassUID));
        meta.setString(Tag.MediaStorageSOPInstanceUID, VR.UI, required(dataset, Tag.SOPInstanceUID));
        meta.setString(Tag.TransferSyntaxUID, VR.UI, transferSyntax.uid());
        meta.setString(Tag.ImplementationClassUID, VR.UI, UID.ImplementationClass);
        meta.setString(Tag.ImplementationVersionName, VR.SH, UID.IMPLEMENTATION_VERSION_NAME);
        return new DicomObject(meta, dataset, transferSyntax, false);
    }

    private static String required(Attributes dataset, int tag) {
        return dataset.getString(tag)
                .orElseThrow(() -> new IllegalArgumentException("a DICOM object needs " + Tag.keywordOf(tag)));
    }

    public boolean hasPixelData() {
        return pixelDataSkipped || dataset.contains(Tag.PixelData);
    }

    public Optional<String> sopClassUid() {
        return dataset.getString(Tag.SOPClassUID).or(() -> fileMeta.getString(Tag.MediaStorageSOPClassUID));
    }

    public Optional<String> sopInstanceUid() {
        return dataset.getString(Tag.SOPInstanceUID).or(() -> fileMeta.getString(Tag.MediaStorageSOPInstanceUID));
    }
}
