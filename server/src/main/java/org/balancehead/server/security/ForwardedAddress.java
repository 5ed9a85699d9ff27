package org.balancehead.server.security;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.balancehead.server.config.AddressRange;

/**
 * Where a request comes from. What {@code X-Forwarded-For} says is believed as far as trusted proxies wrote it: from
 * its end, each address that a trusted proxy tells, up to the first that is none of theirs. What stands before that
 * anybody may have written.
 */
final class ForwardedAddress {
    private static final String HEADER = "x-forwarded-for";

    /** IPv4 with a port, or IPv6 in brackets, with a port or without. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]+)\\](?::[0-9]+)?|([0-9.]+):[0-9]+");

    private final List<AddressRange> trusted;

    ForwardedAddress(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    InetAddress of(HttpRequest request) {
        InetAddress known = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .orElseThrow(() -> new IllegalStateException("Requests must come with their address."));
        for (String hop : isTrusted(known) ? hops(request) : List.<String>of()) {
            Optional<InetAddress> told = address(hop);
            if (told.isEmpty()) {
                return known;
            }
            known = told.get();
            if (!isTrusted(known)) {
                return known;
            }
        }
        return known;
    }

    /** What the header lists, the last first. */
    private static List<String> hops(HttpRequest request) {
        List<String> hops = new ArrayList<>();
        StreamSupport.stream(request.getHeaders().spliterator(), false)
                .filter(header -> header.is(HEADER))
                .map(HttpHeader::value)
                .forEach(value -> hops.addAll(List.of(value.split(",", -1))));
        Collections.reverse(hops);
        return hops;
    }

    private static Optional<InetAddress> address(String hop) {
        String text = hop.strip();
        Matcher withPort = WITH_PORT.matcher(text);
        if (withPort.matches()) {
            text = withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
        }
        return AddressRange.address(text);
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }
}
