package org.mococxr.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest data set a receiver takes for an object, written byte by byte so that the tests need no writer of ours. */
public record TinyObject(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, byte[] dataset) {
    public static final String DX = "1.2.840.10008.5.1.4.1.1.1.1";
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final String IMPLICIT = "1.2.840.10008.1.2";
    public static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";

    /** @param filler bytes of Pixel Data, so that the object has a size worth cutting in the middle */
    public static TinyObject dx(String sopInstanceUid, int filler) {
        return of(DX, sopInstanceUid, EXPLICIT, filler);
    }

    public static TinyObject of(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, int filler) {
        return new TinyObject(
                sopClassUid,
                sopInstanceUid,
                transferSyntaxUid,
                dataset(sopClassUid, sopInstanceUid, transferSyntaxUid, filler));
    }

    private static byte[] dataset(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, int filler) {
        var out = new ByteArrayOutputStream();
        var explicit = !transferSyntaxUid.equals(IMPLICIT);
        text(out, explicit, 0x0008, 0x0016, "UI", sopClassUid);
        text(out, explicit, 0x0008, 0x0018, "UI", sopInstanceUid);
        text(out, explicit, 0x0008, 0x0060, "CS", "DX");
        text(out, explicit, 0x0010, 0x0010, "PN", "Phantom^One");
        text(out, explicit, 0x0020, 0x000d, "UI", "1.2.3");
        text(out, explicit, 0x0020, 0x000e, "UI", "1.2.3.4");
        number(out, explicit, 0x0028, 0x0010, 1);
        number(out, explicit, 0x0028, 0x0011, filler / 2);
        number(out, explicit, 0x0028, 0x0100, 16);
        tag(out, 0x7fe0, 0x0010);
        if (explicit) {
            out.writeBytes(new byte[] {'O', 'W', 0, 0});
        }
        int32(out, filler);
        for (var i = 0; i < filler; i++) {
            out.write(i * 31 >> 3);
        }
        return out.toByteArray();
    }

    public Path writeTo(Path folder) {
        var file = folder.resolve(sopInstanceUid + ".dcm");
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new Part10Header(sopClassUid, sopInstanceUid, transferSyntaxUid, "").encode());
        bytes.writeBytes(dataset);
        try {
            return Files.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(
            ByteArrayOutputStream out, boolean explicit, int group, int element, String vr, String value) {
        var padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        element(out, explicit, group, element, vr, padded.getBytes(StandardCharsets.US_ASCII));
    }

    private static void number(ByteArrayOutputStream out, boolean explicit, int group, int element, int value) {
        element(out, explicit, group, element, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    private static void element(
            ByteArrayOutputStream out, boolean explicit, int group, int element, String vr, byte[] value) {
        tag(out, group, element);
        if (explicit) {
            out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
            out.write(value.length);
            out.write(value.length >> 8);
        } else {
            int32(out, value.length);
        }
        out.writeBytes(value);
    }

    private static void tag(ByteArrayOutputStream out, int group, int element) {
        out.write(group);
        out.write(group >> 8);
        out.write(element);
        out.write(element >> 8);
    }

    private static void int32(ByteArrayOutputStream out, int value) {
        out.write(value);
        out.write(value >> 8);
        out.write(value >> 16);
        out.write(value >> 24);
    }
}
