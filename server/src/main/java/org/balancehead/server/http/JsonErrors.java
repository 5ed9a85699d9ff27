package org.balancehead.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.handleExceptions;
import static org.apache.pekko.http.javadsl.server.Directives.handleRejections;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Allow;
import org.apache.pekko.http.javadsl.model.headers.RetryAfter;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.MethodRejection;
import org.apache.pekko.http.javadsl.server.Rejection;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one form of HTTP errors, {@code {"error":{"code","message"}}}, and how refusals of routes become it. */
public final class JsonErrors {
    private static final Logger LOG = LoggerFactory.getLogger(JsonErrors.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonErrors() {}

    /**
     * An error as clients see it.
     *
     * @param code one of the protocol's error codes
     * @param message one sentence for people
     */
    public static HttpResponse response(StatusCode status, String code, String message) {
        return response(status, error(code, message));
    }

    /** No room now; says in the header and in the body when to come again. */
    public static HttpResponse overloaded(String message, Duration retryAfter) {
        return later(StatusCodes.SERVICE_UNAVAILABLE, "overloaded", message, retryAfter);
    }

    /** More than one address may ask for; says in the header and in the body when to come again. */
    public static HttpResponse tooMany(String message, Duration retryAfter) {
        return later(StatusCodes.TOO_MANY_REQUESTS, "rate-exceeded", message, retryAfter);
    }

    private static HttpResponse later(StatusCode status, String code, String message, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.toSeconds());
        return response(status, error(code, message).put("retryAfterSeconds", seconds))
                .addHeader(RetryAfter.create(seconds));
    }

    /** A route whose refusals and failures become errors of this form. */
    public static Route formed(Route route) {
        return handleExceptions(exceptions(), () -> handleRejections(rejections(), () -> route));
    }

    private static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handleAll(MethodRejection.class, JsonErrors::methodNotAllowed)
                .handleAll(Rejection.class, JsonErrors::badRequest)
                .handleNotFound(complete(response(
                        StatusCodes.NOT_FOUND, "not-found", "There is nothing at this address: see /openapi.yaml.")))
                .build();
    }

    private static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .match(RuntimeException.class, trouble -> {
                    LOG.error("A request failed", trouble);
                    return complete(response(
                            StatusCodes.INTERNAL_SERVER_ERROR, "internal", "The server failed; its log says why."));
                })
                .build();
    }

    private static Route methodNotAllowed(List<MethodRejection> rejections) {
        HttpMethod[] allowed =
                rejections.stream().map(MethodRejection::supported).distinct().toArray(HttpMethod[]::new);
        String names = rejections.stream()
                .map(rejection -> rejection.supported().value())
                .distinct()
                .collect(Collectors.joining(", "));
        return complete(response(
                        StatusCodes.METHOD_NOT_ALLOWED,
                        "method-not-allowed",
                        "This address takes %s only.".formatted(names))
                .addHeader(Allow.create(allowed)));
    }

    private static Route badRequest(List<Rejection> rejections) {
        LOG.debug("Refused: {}", rejections);
        return complete(
                response(StatusCodes.BAD_REQUEST, "bad-field", "The request cannot be understood: see /openapi.yaml."));
    }

    private static ObjectNode error(String code, String message) {
        return JSON.createObjectNode().put("code", code).put("message", message);
    }

    private static HttpResponse response(StatusCode status, ObjectNode error) {
        try {
            String body = JSON.writeValueAsString(JSON.createObjectNode().set("error", error));
            return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Text always becomes JSON", impossible);
        }
    }
}
