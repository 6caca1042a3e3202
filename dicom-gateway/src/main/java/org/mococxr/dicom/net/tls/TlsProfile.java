package org.mococxr.dicom.net.tls;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which protocols and cipher suites are agreed to, PS3.15 annex B. TLS 1.0 and 1.1 are never among them (RFC 8996), and every suite
 * has forward secrecy.
 */
public enum TlsProfile {
    /** B.9, BCP 195: the recommended suites, and for older modalities CBC suites with SHA-2. */
    BCP195(Suites.TLS_1_3, Suites.RECOMMENDED, Suites.CBC_SHA2),
    /** B.10, non-downgrading BCP 195: TLS 1.2 with the suites of RFC 7525 section 4.2, or TLS 1.3; nothing less. */
    NON_DOWNGRADING(Suites.TLS_1_3, Suites.RECOMMENDED),
    /** B.11, extended BCP 195: 256-bit authenticated encryption only. */
    EXTENDED(Suites.TLS_1_3_STRONG, Suites.STRONG);

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final List<String> suites;

    @SafeVarargs
    TlsProfile(List<String>... suites) {
        this.suites = Stream.of(suites).flatMap(Collection::stream).toList();
    }

    public String[] protocols() {
        return PROTOCOLS.toArray(String[]::new);
    }

    /** Those of the profile's suites that this Java offers, best first. */
    public String[] suites(String[] offered) {
        return suites.stream().filter(Arrays.asList(offered)::contains).toArray(String[]::new);
    }

    private static final class Suites {
        private static final List<String> TLS_1_3_STRONG =
                List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
        private static final List<String> TLS_1_3 =
                List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");
        private static final List<String> STRONG = List.of(
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        private static final List<String> RECOMMENDED = List.of(
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
        private static final List<String> CBC_SHA2 = List.of(
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
                "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256");
    }
}
