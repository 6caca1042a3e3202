package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTest {
    @ParameterizedTest
    @CsvSource({
        "PACS@10.0.0.5:104, PACS, 10.0.0.5, 104",
        "MY PACS@pacs.clinic.local:11112, MY PACS, pacs.clinic.local, 11112",
        "A@[fe80::1]:65535, A, fe80::1, 65535"
    })
    void readsTitleHostAndPort(String text, String aeTitle, String host, int port) {
        assertThat(Peer.parse(text)).isEqualTo(new Peer(aeTitle, host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PACS",
                "PACS@host",
                "host:104",
                "PACS@:104",
                "PACS@host:x",
                "P@CS@host:104",
                "PACS@fe80::1:104"
            })
    void saysWhatAPeerLooksLike(String text) {
        assertThatThrownBy(() -> Peer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("AET@HOST:PORT");
    }

    @Test
    void namesThePartThatIsWrong() {
        assertThatThrownBy(() -> Peer.parse("PACS@host:0")).hasMessageContaining("must be 1 to 65535, was 0");
        assertThatThrownBy(() -> Peer.parse("PACS@host:70000")).hasMessageContaining("was 70000");
        assertThatThrownBy(() -> Peer.parse("SEVENTEEN_LETTERS@host:104")).hasMessageContaining("1 to 16 printable");
        assertThatThrownBy(() -> Peer.parse("BACK\\SLASH@host:104")).hasMessageContaining("without backslash");
    }
}
