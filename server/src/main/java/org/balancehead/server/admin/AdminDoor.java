package org.balancehead.server.admin;

import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.HttpChallenge;
import org.apache.pekko.http.javadsl.model.headers.WWWAuthenticate;
import org.balancehead.server.http.JsonErrors;

/**
 * Who may come in at the operators' port: who presents the token. Without one the port listens to this machine only,
 * and what remains to be kept out are web pages that make an operator's browser ask: those that say where they are
 * from, and those whose name was made to point here.
 */
final class AdminDoor {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String BEARER = "Bearer ";

    private final AdminToken token;

    AdminDoor(AdminToken token) {
        this.token = token;
    }

    /** The answer to a request that may not come in. */
    Optional<HttpResponse> refusal(HttpRequest request) {
        if (request.getHeader("Origin")
                .filter(origin -> !isOwn(origin, request))
                .isPresent()) {
            return Optional.of(forbidden("The admin API is not for web pages: use ./balancehead models, or curl."));
        }
        if (token.wanted()) {
            return presented(request).filter(token::allows).isPresent()
                    ? Optional.empty()
                    : Optional.of(unauthorised());
        }
        return isNamedHere(request)
                ? Optional.empty()
                : Optional.of(forbidden("Without a token the admin API answers to localhost and 127.0.0.1 only."));
    }

    private static Optional<String> presented(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** Whether it comes from the page of this very port. */
    private static boolean isOwn(HttpHeader origin, HttpRequest request) {
        return request.getHeader("Host")
                .map(HttpHeader::value)
                .filter(host -> origin.value().equals("http://" + host)
                        || origin.value().equals("https://" + host))
                .isPresent();
    }

    private static boolean isNamedHere(HttpRequest request) {
        return request.getHeader(Host.class)
                .map(host -> HERE.contains(host.host().toString()))
                .orElse(false);
    }

    private static HttpResponse forbidden(String sentence) {
        return JsonErrors.response(StatusCodes.FORBIDDEN, "forbidden", sentence);
    }

    private static HttpResponse unauthorised() {
        return JsonErrors.response(
                        StatusCodes.UNAUTHORIZED,
                        "unauthorised",
                        "The admin API wants its token: set %s to the server's.".formatted(AdminToken.VARIABLE))
                .addHeader(WWWAuthenticate.create(HttpChallenge.create("Bearer", "balancehead-admin")));
    }
}
