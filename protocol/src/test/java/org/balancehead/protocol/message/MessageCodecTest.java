package org.balancehead.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.balancehead.protocol.message.Parsed.Accepted;
import org.balancehead.protocol.message.Parsed.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final MessageCodec CODEC = new MessageCodec(4096);

    @Test
    void fillsInTheDefaultsOfHello() {
        Parsed<ClientMessage> parsed = CODEC.parse("{\"type\":\"hello\"}");

        assertThat(parsed)
                .isEqualTo(new Accepted<>(new ClientMessage.Hello(
                        List.of(Codec.JPEG),
                        List.of(Codec.JPEG),
                        256,
                        24,
                        new ViewMode.Orbit(6, 0),
                        Optional.empty(),
                        "")));
    }

    @Test
    void keepsKnownCodecsInTheClientsOrder() {
        Parsed<ClientMessage> parsed =
                CODEC.parse("{\"type\":\"hello\",\"codecsDown\":[\"av1\",\"vp8\",\"h264\",\"jpeg\"]}");

        assertThat(((ClientMessage.Hello) accepted(parsed)).codecsDown())
                .containsExactly(Codec.VP8, Codec.H264, Codec.JPEG);
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        Parsed<ClientMessage> parsed = CODEC.parse("{\"frames\":3,\"colour\":{\"deep\":[1,2]},\"type\":\"credit\"}");

        assertThat(parsed).isEqualTo(new Accepted<>(new ClientMessage.Credit(3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"ping","id":17}   | 17
            {"type":"ping","id":"a"}  | "a"
            """)
    void returnsPingIdentifiersAsTheyCame(String text, String idJson) {
        Parsed<ClientMessage> parsed = CODEC.parse(text);

        assertThat(CODEC.write(new ServerMessage.Pong(((ClientMessage.Ping) accepted(parsed)).idJson(), 5)))
                .isEqualTo("{\"type\":\"pong\",\"id\":" + idJson + ",\"serverTime\":5}");
    }

    @Test
    void saysWhetherAnErrorIsFatal() {
        String fatal = CODEC.write(ServerMessage.Problem.of(ErrorCode.OVERLOADED, "Full."));
        String harmless = CODEC.write(ServerMessage.Problem.ofFrame(ErrorCode.STALE_FRAME, "Late.", 7));

        assertThat(fatal)
                .isEqualTo("{\"type\":\"error\",\"code\":\"overloaded\",\"message\":\"Full.\",\"fatal\":true}");
        assertThat(harmless)
                .isEqualTo("{\"type\":\"error\",\"code\":\"stale-frame\",\"message\":\"Late.\",\"fatal\":false,"
                        + "\"sequence\":7}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "nonsense",
                "{",
                "[]",
                "17",
                "null",
                "{\"type\":\"bye\"} trailing",
                "{\"type\":\"bye\"}{\"type\":\"bye\"}",
                "{\"type\":\"credit\",\"frames\":1,\"frames\":2}",
                "{\"type\":\"bye\",\"type\":\"bye\"}",
                "{\"type\":\"view\",\"mode\":\"fixed\",\"yaw\":NaN}",
                "{'type':'bye'}",
                "{\"type\":\"bye\",\"a\":[[[[[[[[[[1]]]]]]]]]]}"
            })
    void refusesWhatIsNotOneJsonObject(String text) {
        Parsed<ClientMessage> parsed = CODEC.parse(text);

        assertThat(refused(parsed).code()).isEqualTo(ErrorCode.BAD_JSON);
        assertThat(refused(parsed).message()).isNotBlank().doesNotContain("\n", "com.fasterxml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                  | type is missing.
            {"type":5}                                          | type must be a string, not 5.
            {"type":"credit"}                                   | frames is missing.
            {"type":"credit","frames":null}                     | frames is missing.
            {"type":"credit","frames":"3"}                      | frames must be a whole number, not "3".
            {"type":"credit","frames":1.5}                      | frames must be a whole number, not 1.5.
            {"type":"credit","frames":0}                        | frames is 0, but must be from 1 to 32.
            {"type":"credit","frames":33}                       | frames is 33, but must be from 1 to 32.
            {"type":"credit","frames":99999999999}              | frames is 2147483647, but must be from 1 to 32.
            {"type":"view","mode":"sideways"}                   | mode must be one of orbit, mirror, fixed, camera, not "sideways".
            {"type":"view","mode":"fixed","yaw":181}            | yaw is 181.0, but must be from -180.0 to 180.0.
            {"type":"view","mode":"camera","pitch":-61}         | pitch is -61.0, but must be from -60.0 to 60.0.
            {"type":"view","mode":"camera","zoom":1e999}        | zoom must be a finite number, not Infinity.
            {"type":"view","mode":"orbit","periodSeconds":true} | periodSeconds must be a finite number, not true.
            {"type":"export","format":"gif"}                    | format must be one of glb, ply, mp4, png, not "gif".
            {"type":"hello","codecsUp":"jpeg"}                  | codecsUp must be a list of at most 16, not "jpeg".
            {"type":"hello","codecsUp":[1]}                     | codecsUp must be a list of strings, not 1.
            {"type":"hello","fps":0}                            | fps is 0, but must be from 1 to 240.
            {"type":"ping","id":[]}                             | id must be a string or a whole number, not a list.
            """)
    void refusesFieldsThatDoNotFitAndSaysWhatWould(String text, String sentence) {
        Parsed<ClientMessage> parsed = CODEC.parse(text);

        assertThat(parsed).isEqualTo(new Refused<>(ErrorCode.BAD_FIELD, sentence));
    }

    @Test
    void refusesTypesThatItDoesNotKnow() {
        Parsed<ClientMessage> parsed = CODEC.parse("{\"type\":\"dance\"}");

        assertThat(parsed).isEqualTo(new Refused<>(ErrorCode.UNKNOWN_TYPE, "There is no message of type \"dance\"."));
    }

    @Test
    void countsTheBytesOfTextsNotTheirCharacters() {
        String text = "{\"type\":\"hello\",\"client\":\"" + "ä".repeat(2100) + "\"}";

        assertThat(text).hasSizeLessThan(4096);
        assertThat(refused(CODEC.parse(text)).code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
    }

    private static ClientMessage accepted(Parsed<ClientMessage> parsed) {
        return ((Accepted<ClientMessage>) parsed).value();
    }

    private static Refused<ClientMessage> refused(Parsed<ClientMessage> parsed) {
        return (Refused<ClientMessage>) parsed;
    }
}
