package org.mococxr.appliance.web.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mococxr.appliance.web.box.BoxAddress;
import org.mococxr.appliance.web.box.PageAddress;
import org.mococxr.appliance.web.ports.HttpsSettings;
import org.mococxr.appliance.web.ports.WebSettings;

/** What the drawing says when its modules are read back. */
final class QrCodeTest {
    private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");
    private static final Pattern SIDE = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"");

    private static BitMatrix modules(String svg) {
        var side = SIDE.matcher(svg);
        assertThat(side.find()).isTrue();
        var matrix = new BitMatrix(Integer.parseInt(side.group(1)) - 2 * QrCode.QUIET_MODULES);
        MODULE.matcher(svg)
                .results()
                .forEach(module -> matrix.set(
                        Integer.parseInt(module.group(1)) - QrCode.QUIET_MODULES,
                        Integer.parseInt(module.group(2)) - QrCode.QUIET_MODULES));
        return matrix;
    }

    @Test
    void whatWasWrittenIsReadAgain() throws Exception {
        var text = "https://192.0.2.10:8443/films/3c7wzz24g2rn";

        var svg = QrCode.of(text, "Record \"on\" the box").toString();

        assertThat(new Decoder().decode(modules(svg)).getText()).isEqualTo(text);
        assertThat(svg).contains("aria-label=\"Record &quot;on&quot; the box\"");
    }

    @Test
    void aTextThatFitsNoCodeIsRefused() {
        assertThatThrownBy(() -> QrCode.of("x".repeat(5000), "")).hasMessageContaining("5000");
    }

    @Test
    void theAddressIsOneThatOthersCanOpenOrTheReferenceAlone() {
        var box = new BoxAddress("CXRBOX", List.of("192.0.2.10", "198.51.100.4"), 11112, List.of());
        var closed = new PageAddress(WebSettings.standard("127.0.0.1", 0, false, Optional.empty()), box);
        var open = new PageAddress(WebSettings.standard("0.0.0.0", 0, false, Optional.empty()), box);

        assertThat(open.of("ref")).as("before it is open").isEqualTo("ref");
        closed.opened(8080, OptionalInt.empty());
        open.opened(8080, OptionalInt.empty());
        assertThat(closed.of("ref")).isEqualTo("ref");
        assertThat(open.of("ref")).isEqualTo("http://192.0.2.10:8080/films/ref");
        for (var bind : List.of("0.0.0.0", "127.0.0.1")) {
            var https = Optional.of(new HttpsSettings(bind, 8443, Optional.empty()));
            var encrypted = new PageAddress(WebSettings.standard("127.0.0.1", 0, false, https), box);
            encrypted.opened(8080, OptionalInt.of(8443));
            assertThat(encrypted.of("ref"))
                    .isEqualTo(bind.equals("127.0.0.1") ? "ref" : "https://192.0.2.10:8443/films/ref");
        }
    }
}
