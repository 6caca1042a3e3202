package org.mococxr.dicom.net.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One address or a block of them in CIDR notation: {@code 192.0.2.17}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}.
 *
 * @param prefixBits how many leading bits a caller's address shares with {@code network}
 */
public record AddressBlock(InetAddress network, int prefixBits) {
    /** Four numbers or something with colons: nothing here may be taken for a name, which would be looked up. */
    private static final Pattern LITERAL = Pattern.compile(
            "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    public AddressBlock {
        if (prefixBits < 0 || prefixBits > bits(network)) {
            throw new IllegalArgumentException("a block of %s has a prefix of 0 to %d bits, was %d"
                    .formatted(network.getHostAddress(), bits(network), prefixBits));
        }
        var first = firstBeyond(network.getAddress(), prefixBits);
        if (first >= 0) {
            throw new IllegalArgumentException(
                    "%s/%d has address bits set beyond its prefix (bit %d); write the first address of the block"
                            .formatted(network.getHostAddress(), prefixBits, first));
        }
    }

    public static AddressBlock parse(String text) {
        var slash = text.indexOf('/');
        var network = literal(slash < 0 ? text : text.substring(0, slash), text);
        return new AddressBlock(network, slash < 0 ? bits(network) : prefix(text.substring(slash + 1), text));
    }

    private static InetAddress literal(String address, String whole) {
        try {
            if (LITERAL.matcher(address).matches()) {
                return InetAddress.getByName(address); // a literal: nothing is looked up
            }
        } catch (UnknownHostException e) {
            throw noBlock(whole, e);
        }
        throw noBlock(whole, null);
    }

    private static int prefix(String digits, String whole) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw noBlock(whole, e);
        }
    }

    private static IllegalArgumentException noBlock(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is no address and no block; expected for example 192.0.2.17 or 192.0.2.0/24", cause);
    }

    /** An IPv4 block holds no IPv6 address, and the other way round. */
    public boolean contains(InetAddress address) {
        var ours = network.getAddress();
        var theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (var bit = 0; bit < prefixBits; bit++) {
            if (bit(ours, bit) != bit(theirs, bit)) {
                return false;
            }
        }
        return true;
    }

    private static int firstBeyond(byte[] address, int prefixBits) {
        for (var bit = prefixBits; bit < 8 * address.length; bit++) {
            if (bit(address, bit) == 1) {
                return bit;
            }
        }
        return -1;
    }

    private static int bit(byte[] address, int index) {
        return address[index / 8] >>> (7 - index % 8) & 1;
    }

    private static int bits(InetAddress address) {
        return 8 * address.getAddress().length;
    }

    @Override
    public String toString() {
        return prefixBits == bits(network) ? network.getHostAddress() : network.getHostAddress() + "/" + prefixBits;
    }
}
