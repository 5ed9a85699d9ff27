package org.balancehead.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageCodecLawsTest {
    private static final MessageCodec CODEC = new MessageCodec(4096);

    @Property(tries = 2000)
    void clientMessagesSurviveTheirJsonForm(@ForAll("clientMessages") ClientMessage message) {
        Parsed<ClientMessage> parsed = CODEC.parse(CODEC.write(message));

        assertThat(parsed).isEqualTo(new Parsed.Accepted<>(message));
    }

    @Property(tries = 2000)
    void serverMessagesSurviveTheirJsonForm(@ForAll("serverMessages") ServerMessage message) {
        Parsed<ServerMessage> parsed = CODEC.parseServer(CODEC.write(message));

        assertThat(parsed).isEqualTo(new Parsed.Accepted<>(message));
    }

    @Property(tries = 10_000)
    void hostileTextsAreRefusedAndNeverThrow(@ForAll("hostileTexts") String text) {
        Parsed<ClientMessage> parsed = CODEC.parse(text);

        if (parsed instanceof Parsed.Refused<ClientMessage> refused) {
            assertThat(refused.message()).isNotBlank().hasSizeLessThan(400);
        } else {
            assertThat(CODEC.parse(CODEC.write(((Parsed.Accepted<ClientMessage>) parsed).value())))
                    .isEqualTo(parsed);
        }
    }

    @Provide
    Arbitrary<ClientMessage> clientMessages() {
        return Messages.fromClients();
    }

    @Provide
    Arbitrary<ServerMessage> serverMessages() {
        return Messages.fromServers();
    }

    /** Well-formed messages with a piece replaced by something else, objects of odd fields, and plain noise. */
    @Provide
    Arbitrary<String> hostileTexts() {
        Arbitrary<String> noise = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of("null", "true", "1e999", "-0.0", "{}", "[[]]", "\"\"", "NaN", "\"\\ud800\"", "0x1F"),
                Arbitraries.bigIntegers().map(Object::toString),
                Arbitraries.doubles().map(Object::toString),
                noise.map(text -> '"' + text + '"'));
        Arbitrary<String> names = Arbitraries.of(
                "type",
                "frames",
                "mode",
                "yaw",
                "pitch",
                "zoom",
                "codecsUp",
                "size",
                "fps",
                "id",
                "sequence",
                "format");
        Arbitrary<String> types = Arbitraries.of(
                "hello", "view", "credit", "ack", "recapture", "keyframe", "export", "ping", "bye", "orbit");
        Arbitrary<String> oddFields = Combinators.combine(types, names, values, names, values)
                .as((type, n1, v1, n2, v2) -> "{\"type\":\"%s\",\"%s\":%s,\"%s\":%s}".formatted(type, n1, v1, n2, v2));
        Arbitrary<String> damaged = Combinators.combine(
                        Messages.fromClients().map(CODEC::write),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 5),
                        noise)
                .as((text, at, length, patch) -> {
                    int from = (int) (at * (text.length() - 1));
                    return text.substring(0, from) + patch + text.substring(Math.min(text.length(), from + length));
                });
        return Arbitraries.oneOf(noise, oddFields, damaged);
    }
}
