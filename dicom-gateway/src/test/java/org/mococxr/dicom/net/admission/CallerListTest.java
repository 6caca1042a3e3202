package org.mococxr.dicom.net.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirement covered: exactly the callers that a person listed may come in, and a "no" says what did not fit. */
class CallerListTest {
    @Test
    void letsEveryoneInUnlessThereIsAList() throws Exception {
        assertThat(CallerList.everyone().judge(caller("ANY", "203.0.113.9"))).isEmpty();
        assertThat(CallerList.only(List.of()).judge(caller("ANY", "203.0.113.9")))
                .contains(Stranger.TITLE_UNKNOWN);
    }

    @Test
    void saysWhatComesClosest() throws Exception {
        var callers = CallerList.only(List.of(
                AllowedCaller.parse("XRAY1@192.0.2.17"),
                AllowedCaller.parse("XRAY1@198.51.100.0/24,cn=xray1.example"),
                AllowedCaller.parse("*@2001:db8::/32")));

        assertThat(callers.judge(caller("XRAY1", "192.0.2.17"))).isEmpty();
        assertThat(callers.judge(caller("WHATEVER", "2001:db8:1::7"))).isEmpty();
        assertThat(callers.judge(caller("XRAY1", "192.0.2.18"))).contains(Stranger.ADDRESS_UNEXPECTED);
        assertThat(callers.judge(caller("xray1", "192.0.2.17"))).contains(Stranger.TITLE_UNKNOWN);
        assertThat(callers.judge(caller("XRAY1", "198.51.100.200"))).contains(Stranger.CERTIFICATE_UNEXPECTED);
    }

    @Test
    void knowsTheTitleBeforeThePlace() throws Exception {
        var callers = CallerList.only(List.of(AllowedCaller.parse("XRAY1@192.0.2.17")));

        assertThat(callers.judge(caller("XRAY2", "192.0.2.17"))).contains(Stranger.TITLE_UNKNOWN);
    }

    @Test
    void keepsPlacesForListedAddressesOnly() throws Exception {
        var callers = CallerList.only(List.of(AllowedCaller.parse("XRAY1@192.0.2.0/28")));

        assertThat(callers.names(InetAddress.getByName("192.0.2.15"))).isTrue();
        assertThat(callers.names(InetAddress.getByName("192.0.2.16"))).isFalse();
        assertThat(CallerList.everyone().names(InetAddress.getByName("192.0.2.15")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::ffff:192.0.2.1, 192.0.2.1, true"
    })
    void comparesTheBitsOfThePrefix(String block, String address, boolean inside) throws Exception {
        assertThat(AddressBlock.parse(block).contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pacs.example",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/x",
                "192.0.2.1/24",
                "2001:db8::/129",
                ":::",
                "999.1.1.1",
                ""
            })
    void refusesWhatIsNoAddressAndLooksUpNoName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressBlock.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XRAY1",
                "XRAY1@",
                "@192.0.2.1",
                "SEVENTEEN-LETTERS@192.0.2.1",
                "XRAY1@192.0.2.1,",
                "XRAY1@192.0.2.1,cn=",
                "XRAY1@192.0.2.1,sha256=12",
                "XRAY1@192.0.2.1,ou=x"
            })
    void refusesWhatIsNoCaller(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedCaller.parse(text))
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XRAY1@192.0.2.17",
                "*@192.0.2.0/24",
                "XRAY 1@192.0.2.17,cn=xray1.example",
                "*@2001:db8:0:0:0:0:0:0/32"
            })
    void writesACallerTheWayItIsRead(String text) {
        assertThat(AllowedCaller.parse(text)).hasToString(text);
    }

    private static Caller caller(String aeTitle, String address) throws UnknownHostException {
        return new Caller(aeTitle, InetAddress.getByName(address), Optional.empty());
    }
}
