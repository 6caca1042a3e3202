package org.mococxr.appliance.web.html;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;

/** A text as a QR code, drawn as SVG so that it prints sharply. A quarter of it may be soiled and it can still be read. */
public final class QrCode {
    /** ISO/IEC 18004: four modules of white around it. */
    static final int QUIET_MODULES = 4;

    private QrCode() {}

    /** @param label for those who cannot see it */
    public static Html of(String text, String label) {
        try {
            var modules = Encoder.encode(text, ErrorCorrectionLevel.Q).getMatrix();
            var path = new StringBuilder();
            for (var row = 0; row < modules.getHeight(); row++) {
                for (var column = 0; column < modules.getWidth(); column++) {
                    if (modules.get(column, row) == 1) {
                        path.append('M')
                                .append(column + QUIET_MODULES)
                                .append(' ')
                                .append(row + QUIET_MODULES)
                                .append("h1v1h-1z");
                    }
                }
            }
            var side = modules.getWidth() + 2 * QUIET_MODULES;
            return Html.of(
                    "<svg class=\"qr\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" shape-rendering=\"crispEdges\"><rect width=\"{}\" height=\"{}\" fill=\"#fff\"/><path d=\"{}\" fill=\"#000\"/></svg>",
                    side,
                    side,
                    label,
                    side,
                    side,
                    path);
        } catch (WriterException e) {
            throw new IllegalArgumentException("a text of %d characters fits no QR code".formatted(text.length()), e);
        }
    }
}
