package org.balancehead.server.security;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Which web pages may open the stream (RFC 6454): those of this server, that is of the host that the request names, and
 * those on the list. Programs send no {@code Origin} and are no web pages.
 */
final class OriginRule {
    private static final String ORIGIN = "origin";

    private final Set<String> allowed;

    /** @param allowed further origins, in lower case */
    OriginRule(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    boolean allows(HttpRequest request) {
        return StreamSupport.stream(request.getHeaders().spliterator(), false)
                .filter(header -> header.is(ORIGIN))
                .map(HttpHeader::value)
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .allMatch(origin -> allowed.contains(origin) || isOwn(origin, request));
    }

    private static boolean isOwn(String origin, HttpRequest request) {
        String host = request.getHeader("Host")
                .map(HttpHeader::value)
                .map(value -> value.toLowerCase(Locale.ROOT))
                .orElse("");
        try {
            URI page = URI.create(origin);
            int standard = "https".equals(page.getScheme()) ? 443 : 80;
            return page.getHost() != null
                    && authority(page, standard).equals(authority(URI.create("//" + host), standard));
        } catch (IllegalArgumentException malformed) {
            return false; // "null" of a sandboxed page, several origins, nonsense
        }
    }

    private static String authority(URI address, int standardPort) {
        return address.getHost() + ":" + (address.getPort() < 0 ? standardPort : address.getPort());
    }
}
