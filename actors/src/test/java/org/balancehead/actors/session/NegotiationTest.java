package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ViewMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NegotiationTest {
    private static final ServedModel MODEL = new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE);
    private static final Limits LIMITS = SessionSettings.DEFAULTS.limits();

    @Test
    void agreesOnNoMoreThanTheModelAndTheLimitsAllow() {
        Agreement agreement = agreed(hello(List.of(Codec.H264, Codec.JPEG), List.of(Codec.JPEG), 2048, 200));

        assertThat(agreement.size()).isEqualTo(FakeHeadModel.SIZE);
        assertThat(agreement.fps()).isEqualTo(LIMITS.maxFps());
        assertThat(agreement.mode()).isEqualTo(ViewMode.ofName("mirror"));
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void sendsViewsInTheCodecThatTheClientLikesBest(Codec codec) {
        Agreement agreement = agreed(hello(List.of(Codec.JPEG), List.of(codec, Codec.JPEG), 256, 24));

        assertThat(agreement.codec()).isEqualTo(codec);
    }

    @Test
    void refusesWhoSendsNoCodecThatIsTaken() {
        Parsed<Agreement> answer =
                Negotiation.agree(hello(List.of(Codec.VP8), List.of(Codec.JPEG), 256, 24), MODEL, LIMITS);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_CODEC));
    }

    @Test
    void letsASessionGoOnOnlyForWhoStillSpeaksItsCodec() {
        Agreement vp8 = agreed(hello(List.of(Codec.JPEG), List.of(Codec.VP8), 256, 24));

        assertThat(Negotiation.suits(hello(List.of(Codec.JPEG), List.of(Codec.JPEG, Codec.VP8), 32, 5), vp8))
                .isTrue();
        assertThat(Negotiation.suits(hello(List.of(Codec.JPEG), List.of(Codec.JPEG), 256, 24), vp8))
                .isFalse();
    }

    private static ClientMessage.Hello hello(List<Codec> up, List<Codec> down, int size, int fps) {
        return new ClientMessage.Hello(up, down, size, fps, ViewMode.ofName("mirror"), Optional.empty(), "test");
    }

    private static Agreement agreed(ClientMessage.Hello hello) {
        return ((Parsed.Accepted<Agreement>) Negotiation.agree(hello, MODEL, LIMITS)).value();
    }
}
