package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mococxr.dicom.net.admission.AllowedCaller;
import org.mococxr.dicom.net.admission.Caller;
import org.mococxr.dicom.net.admission.CallerList;

/** Requirements covered: only listed callers come in, each "no" has the right code, and a flood does not lock a listed caller out. */
@Timeout(60)
class AdmissionTest {
    private static final CallerList LIST =
            CallerList.only(List.of(AllowedCaller.parse("RAW@127.0.0.9"), AllowedCaller.parse("XRAY1@127.0.7.0/24")));

    private final ReceivedObjects received = new ReceivedObjects();

    @Test
    void letsAListedCallerIn() throws IOException {
        try (var scp = receiver().start();
                var modality = new RawPeer(scp.port(), "127.0.0.9").associate()) {

            assertThat(modality.say(RawPeer.echo()).hear().status()).isZero();
        }
    }

    @Test
    void rejectsAnUnlistedTitleAndAnUnlistedAddressPermanently() throws IOException {
        try (var scp = receiver().start();
                var wrongAddress = new RawPeer(scp.port(), "127.0.0.8").say(RawPeer.associateRequest());
                var wrongTitle = new RawPeer(scp.port(), "127.0.7.1").say(RawPeer.associateRequest())) {

            for (var refused : List.of(wrongAddress, wrongTitle)) {
                assertThat(refused.hear()).satisfies(pdu -> {
                    assertThat(pdu.type()).isEqualTo(PduType.ASSOCIATE_RJ);
                    assertThat(pdu.body()).containsExactly(0, 1, 1, 3);
                });
            }
        }
    }

    @Test
    void saysWhatTheOperatorCanDo() {
        var policy = new ScpPolicy("CXRBOX", true, LIST, false, uid -> true, List.of(TinyObject.EXPLICIT));
        var caller = new Caller("RAW", InetAddress.getLoopbackAddress(), Optional.empty());

        var toUs = AssociateRequest.of("CXRBOX", "RAW", List.of(PresentationContext.verification()), 16384);
        var toAnother = AssociateRequest.of("OTHER", "RAW", List.of(PresentationContext.verification()), 16384);

        assertThat(policy.rejection(toUs, caller).orElseThrow().why().english())
                .isEqualTo("this AE title is allowed, but not from this address; if it may send, allow RAW@127.0.0.1");
        assertThat(policy.rejection(toAnother, caller)).hasValueSatisfying(rejection -> {
            assertThat(rejection.reject()).isEqualTo(AssociateReject.CALLED_AE_TITLE_NOT_RECOGNIZED);
            assertThat(rejection.why().english()).isEqualTo("this box is CXRBOX; correct the title at the caller");
        });
    }

    /** The quickest of several echoes is judged, so that a busy machine is not mistaken for a locked door. */
    @Test
    void answersAListedCallerWithinASecondWhile300ConnectionsFlood() throws IOException {
        var flood = new ArrayList<RawPeer>();
        try (var scp = receiver().connections(ConnectionLimits.standard()).start()) {
            for (var i = 0; i < 300; i++) {
                flood.add(new RawPeer(scp.port(), "127.0.1." + (1 + i % 100)));
            }

            var quickest = IntStream.range(0, 5)
                    .mapToObj(attempt -> timeOfAnEcho(scp.port()))
                    .min(Comparator.naturalOrder());

            assertThat(quickest.orElseThrow()).isLessThan(Duration.ofSeconds(1));
        } finally {
            for (var peer : flood) {
                peer.close();
            }
        }
    }

    @Test
    void givesAnUnlistedAddressFewPlaces() {
        var quota = new ConnectionQuota(new ConnectionLimits(64, 24, 16), LIST);
        var stranger = address(1, 1);
        var listed = address(7, 200);

        assertThat(IntStream.range(0, 30).filter(i -> quota.admit(stranger)).count())
                .isEqualTo(4);
        assertThat(IntStream.range(0, 30).filter(i -> quota.admit(listed)).count())
                .isEqualTo(24);
    }

    @Test
    void keepsPlacesForListedAddressesThatNeverDelivered() {
        var quota = new ConnectionQuota(new ConnectionLimits(10, 10, 3), LIST);
        var strangers = IntStream.range(0, 30)
                .filter(i -> quota.admit(address(1, i + 1)))
                .count();

        assertThat(strangers).isEqualTo(7);
        assertThat(IntStream.range(0, 5).filter(i -> quota.admit(address(7, 9))).count())
                .isEqualTo(3);
    }

    private static Duration timeOfAnEcho(int port) {
        var began = System.nanoTime();
        try (var modality = new RawPeer(port, "127.0.0.9").associate()) {
            assertThat(modality.say(RawPeer.echo()).hear().status()).isZero();
        } catch (IOException e) {
            throw new AssertionError("a listed caller was locked out", e);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static InetAddress address(int third, int fourth) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, (byte) third, (byte) fourth});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StoreScp.Builder receiver() {
        return StoreScp.builder(received)
                .bindAddress(InetAddress.getLoopbackAddress())
                .callers(LIST);
    }
}
