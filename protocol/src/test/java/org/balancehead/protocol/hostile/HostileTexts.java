package org.balancehead.protocol.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ExportFormat;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.protocol.message.ViewMode;

/** Text messages: valid ones, ones that were valid until they were damaged, and nonsense. */
public final class HostileTexts {
    private static final MessageCodec CODEC = new MessageCodec(1 << 20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> ODD_VALUES = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "[[]]",
            "\"\"",
            "-1",
            "0",
            "-0.0",
            "1e999",
            "-1e999",
            "NaN",
            "0x1F",
            "01",
            "1.",
            "99999999999999999999",
            "2147483648",
            "9223372036854775808",
            "1e-400",
            "'x'",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"orbit\"",
            "\"jpeg\"",
            "[\"jpeg\",\"jpeg\"]",
            "[1,2]",
            "3.5",
            "1".repeat(100),
            "\"" + "x".repeat(300) + "\"");

    private static final List<String> FIELDS = List.of(
            "type",
            "frames",
            "mode",
            "yaw",
            "pitch",
            "zoom",
            "periodSeconds",
            "codecsUp",
            "codecsDown",
            "size",
            "fps",
            "id",
            "sequence",
            "shownAt",
            "format",
            "resume",
            "client",
            "__proto__",
            "");

    private static final List<String> TYPES =
            List.of("hello", "view", "credit", "ack", "recapture", "keyframe", "keep", "export", "ping", "bye");

    private final SplittableRandom random;

    public HostileTexts(SplittableRandom random) {
        this.random = random;
    }

    /** The next one; most are wrong, each in one of a dozen ways. */
    public String next() {
        String valid = CODEC.write(message());
        return switch (random.nextInt(13)) {
            case 0 -> noise(random.nextInt(60));
            case 1 -> valid;
            case 2 -> valid.substring(0, random.nextInt(valid.length()));
            case 3 -> damaged(valid);
            case 4 -> valid.substring(0, valid.length() - 1) + ",\"" + pick(FIELDS) + "\":" + pick(ODD_VALUES) + "}";
            case 5 -> replaced(valid);
            case 6 -> "{\"type\":\"" + noiseWithoutQuotes() + "\"}";
            case 7 -> "{\"type\":\"ping\",\"id\":1,\"deep\":" + nested(1 + random.nextInt(3000)) + "}";
            case 8 -> "{\"type\":\"ping\",\"id\":\"" + "x".repeat(random.nextInt(40_000)) + "\"}";
            case 9 -> valid + pick(List.of(valid, "}", ",", "\n\n", " //", "\u0000", "]"));
            case 10 -> pick(List.of("", " ", "\ufeff", "[]", "{}", "\"hello\"")) + pick(ODD_VALUES);
            case 11 -> "{\"type\":\"" + pick(TYPES) + "\",\"" + pick(FIELDS) + "\":" + pick(ODD_VALUES) + "}";
            default -> "{\"" + pick(FIELDS) + "\":" + pick(ODD_VALUES) + ",\"type\":" + pick(ODD_VALUES) + "}";
        };
    }

    /** A valid one of any type. */
    public ClientMessage message() {
        return switch (random.nextInt(9)) {
            case 0 ->
                new ClientMessage.Hello(
                        List.of(pick(List.of(Codec.values())), Codec.JPEG),
                        List.of(Codec.JPEG),
                        32 + random.nextInt(2000),
                        1 + random.nextInt(240),
                        mode(),
                        Optional.of("token").filter(token -> random.nextBoolean()),
                        "client");
            case 1 -> new ClientMessage.View(mode());
            case 2 -> new ClientMessage.Credit(1 + random.nextInt(32));
            case 3 -> new ClientMessage.Ack(random.nextLong(1L << 32), random.nextLong(Long.MAX_VALUE));
            case 4 -> new ClientMessage.Recapture();
            case 5 -> new ClientMessage.Keyframe();
            case 6 -> new ClientMessage.Export(pick(List.of(ExportFormat.values())));
            case 7 -> new ClientMessage.Ping(Long.toString(random.nextLong()));
            default -> new ClientMessage.Bye();
        };
    }

    private ViewMode mode() {
        return switch (random.nextInt(4)) {
            case 0 -> new ViewMode.Orbit(0.5 + random.nextDouble(599), random.nextDouble(-60, 60));
            case 1 -> new ViewMode.Mirror();
            case 2 -> new ViewMode.Fixed(random.nextDouble(-180, 180), random.nextDouble(-60, 60), 1);
            default -> new ViewMode.Camera(random.nextDouble(-180, 180), random.nextDouble(-60, 60), 2);
        };
    }

    private String damaged(String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int hits = 1 + random.nextInt(5); hits > 0 && damaged.length() > 0; hits--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, noise(1 + random.nextInt(3)));
                default -> damaged.setCharAt(at, (char) random.nextInt(0x10000));
            }
        }
        return damaged.toString();
    }

    /** One field gone, or of another type or range, or one more that nobody knows. */
    private String replaced(String valid) {
        try {
            ObjectNode fields = (ObjectNode) JSON.readTree(valid);
            List<String> names = new ArrayList<>();
            fields.fieldNames().forEachRemaining(names::add);
            String name = pick(names);
            if (random.nextInt(4) == 0) {
                fields.remove(name);
                return fields.toString();
            }
            fields.putRawValue(name, new RawValue(pick(ODD_VALUES)));
            return fields.toString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("What our own codec writes is JSON.", impossible);
        }
    }

    private String nested(int depth) {
        return random.nextBoolean()
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append((char) (random.nextBoolean() ? 32 + random.nextInt(95) : random.nextInt(0x10000)));
        }
        return noise.toString();
    }

    private String noiseWithoutQuotes() {
        return noise(random.nextInt(80)).replaceAll("[\"\\\\\\p{Cntrl}]", "_");
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
