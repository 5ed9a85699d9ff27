package org.balancehead.server.security;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.HttpChallenge;
import org.apache.pekko.http.javadsl.model.headers.WWWAuthenticate;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.http.JsonErrors;

/**
 * Who may open a stream: pages of the right origin, and, where tokens are wanted, who brings one. Asked before anything
 * is reserved for the visitor. A token comes as {@code Authorization: Bearer …} or, from browsers, which cannot set
 * that on a WebSocket, as {@code ?token=}.
 */
public final class VisitorDoor {
    /** What a token must allow to open a stream. */
    public static final String STREAM = "stream";

    private static final String BEARER = "Bearer ";
    private static final String REALM = "balancehead";

    private final OriginRule origins;
    private final Optional<VisitorTokens> tokens;
    private final ForwardedAddress addresses;

    private VisitorDoor(OriginRule origins, Optional<VisitorTokens> tokens, ForwardedAddress addresses) {
        this.origins = origins;
        this.tokens = tokens;
        this.addresses = addresses;
    }

    /**
     * A door as it is configured.
     *
     * @throws InvalidConfigException when the file of keys cannot be used
     */
    public static VisitorDoor of(AccessConfig config) {
        return new VisitorDoor(
                new OriginRule(config.origins()),
                config.tokens().map(tokens -> new VisitorTokens(tokens, VisitorTokens.RELOAD_PERIOD)),
                new ForwardedAddress(config.proxies()));
    }

    /** What becomes of a visitor. */
    public sealed interface Answer {}

    /**
     * May come in.
     *
     * @param until when the token ends; empty where none is wanted
     */
    public record ComeIn(Optional<Instant> until) implements Answer {
        /** How long this lets stay, from now on. */
        public Optional<Duration> remaining() {
            return until.map(end -> Duration.between(Instant.now(), end))
                    .map(time -> time.isNegative() ? Duration.ZERO : time);
        }
    }

    /** May not; the answer says why. */
    public record StayOut(HttpResponse response) implements Answer {}

    /** Where this request comes from: the other end of its connection, or what a trusted proxy there says. */
    public InetAddress addressOf(HttpRequest request) {
        return addresses.of(request);
    }

    /** Whether this request may open a stream, or ask for what a stream left. */
    public Answer ask(HttpRequest request) {
        if (!origins.allows(request)) {
            return new StayOut(
                    JsonErrors.response(
                            StatusCodes.FORBIDDEN,
                            "forbidden",
                            "Pages of this origin may not open the stream: the operator lists those that may in balancehead.http.origins."));
        }
        if (tokens.isEmpty()) {
            return new ComeIn(Optional.empty());
        }
        Optional<String> token = presented(request);
        if (token.isEmpty()) {
            return unauthorised("This server wants a token: send Authorization: Bearer …, or ?token=….", Map.of());
        }
        VisitorTokens.Verdict verdict = tokens.get().judge(token.get(), STREAM);
        if (verdict instanceof VisitorTokens.Valid valid) {
            return new ComeIn(Optional.of(valid.until()));
        }
        if (verdict instanceof VisitorTokens.OutOfScope outOfScope) {
            return new StayOut(JsonErrors.response(StatusCodes.FORBIDDEN, "forbidden", outOfScope.sentence()));
        }
        return unauthorised(((VisitorTokens.Invalid) verdict).sentence(), Map.of("error", "invalid_token"));
    }

    private static Optional<String> presented(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> request.getUri().query().get("token"))
                .filter(token -> !token.isEmpty());
    }

    private static StayOut unauthorised(String sentence, Map<String, String> parameters) {
        return new StayOut(JsonErrors.response(StatusCodes.UNAUTHORIZED, "unauthorised", sentence)
                .addHeader(WWWAuthenticate.create(HttpChallenge.create("Bearer", REALM, parameters))));
    }
}
