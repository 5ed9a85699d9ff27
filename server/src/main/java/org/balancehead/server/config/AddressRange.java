package org.balancehead.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits (CIDR, RFC 4632); one alone if all bits are given.
 *
 * @param bits how many, 0…32 of IPv4, 0…128 of IPv6
 */
public record AddressRange(InetAddress first, int bits) {
    /** Digits and dots, or what has a colon: nothing that would be looked up as a name. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    /** The range that a text such as {@code 10.0.0.0/8} or {@code ::1} stands for; empty for what is none. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> first = address(slash < 0 ? text : text.substring(0, slash));
        String bits = slash < 0 ? "" : text.substring(slash + 1);
        if (first.isEmpty() || (slash >= 0 && !BITS.matcher(bits).matches())) {
            return Optional.empty();
        }
        int all = first.get().getAddress().length * Byte.SIZE;
        int wanted = slash < 0 ? all : Integer.parseInt(bits);
        return wanted <= all ? Optional.of(new AddressRange(first.get(), wanted)) : Optional.empty();
    }

    /** The address that a text is, without looking up a name; empty for what is none. */
    public static Optional<InetAddress> address(String text) {
        try {
            return LITERAL.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    /** Whether an address is of this range. */
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return mine.length == other.length
                && Arrays.equals(mine, 0, whole, other, 0, whole)
                && (rest == 0
                        || (mine[whole] & 0xff) >> (Byte.SIZE - rest) == (other[whole] & 0xff) >> (Byte.SIZE - rest));
    }
}
