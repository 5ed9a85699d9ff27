package org.balancehead.protocol.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Messages to and from their one JSON form. Strict in types, ranges and duplicate keys; unknown fields are ignored.
 * Stateless, safe for any thread; whatever a peer sends ends in a {@link Parsed}, never in an exception.
 */
public final class MessageCodec {
    private static final int MAX_NESTING = 8;
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final int maxTextBytes;

    /** @param maxTextBytes the longest text that is parsed, in bytes of UTF-8 */
    public MessageCodec(int maxTextBytes) {
        this.maxTextBytes = maxTextBytes;
    }

    /** What a client sent, or the refusal to answer with. */
    public Parsed<ClientMessage> parse(String text) {
        return parse(text, ClientMessageForm::read);
    }

    /** What a server sent; for clients in Java. */
    public Parsed<ServerMessage> parseServer(String text) {
        return parse(text, ServerMessageForm::read);
    }

    public String write(ServerMessage message) {
        return ServerMessageForm.write(message).toString();
    }

    /** For clients in Java. */
    public String write(ClientMessage message) {
        return ClientMessageForm.write(message).toString();
    }

    private <T> Parsed<T> parse(String text, BiFunction<String, Fields, Optional<T>> form) {
        if (text.length() > maxTextBytes || text.getBytes(StandardCharsets.UTF_8).length > maxTextBytes) {
            return new Parsed.Refused<>(
                    ErrorCode.FRAME_TOO_LARGE,
                    "The text message is longer than %d bytes (maxTextBytes).".formatted(maxTextBytes));
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (DatabindException e) {
            return new Parsed.Refused<>(ErrorCode.BAD_JSON, "A message must be one JSON object.");
        } catch (JsonProcessingException e) {
            return new Parsed.Refused<>(ErrorCode.BAD_JSON, sentence(e));
        }
        if (root == null || !root.isObject()) {
            return new Parsed.Refused<>(ErrorCode.BAD_JSON, "A message must be one JSON object.");
        }
        Fields fields = new Fields(root);
        try {
            String type = fields.text("type");
            return form.apply(type, fields)
                    .<Parsed<T>>map(Parsed.Accepted::new)
                    .orElseGet(() -> new Parsed.Refused<>(
                            ErrorCode.UNKNOWN_TYPE, "There is no message of type " + Fields.quoted(type) + "."));
        } catch (IllegalArgumentException e) {
            return new Parsed.Refused<>(ErrorCode.BAD_FIELD, String.valueOf(e.getMessage()));
        }
    }

    private static String sentence(JsonProcessingException e) {
        String reason = String.valueOf(e.getOriginalMessage()).replaceAll(" \\([A-Za-z ]+ at \\[Source: .*", "");
        String abridged = Fields.printable(reason.length() <= 160 ? reason : reason.substring(0, 160) + "…");
        return e.getLocation() == null
                ? "The message is not JSON: %s.".formatted(abridged)
                : "The message is not JSON, at line %d, column %d: %s."
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), abridged);
    }
}
