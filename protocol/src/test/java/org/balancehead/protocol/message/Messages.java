package org.balancehead.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary messages, all of them in range. */
final class Messages {
    private Messages() {}

    static Arbitrary<ClientMessage> fromClients() {
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 32);
        Arbitrary<Long> large = Arbitraries.longs().between(0, 0xffff_ffffL);
        return Arbitraries.oneOf(
                hellos(),
                modes().map(ClientMessage.View::new),
                small.map(ClientMessage.Credit::new),
                Combinators.combine(large, Arbitraries.longs().greaterOrEqual(0))
                        .as(ClientMessage.Ack::new),
                Arbitraries.of(ExportFormat.class).map(ClientMessage.Export::new),
                large.map(id -> new ClientMessage.Ping(Long.toString(id))),
                Arbitraries.of(
                        new ClientMessage.Recapture(),
                        new ClientMessage.Keyframe(),
                        new ClientMessage.Keep(),
                        new ClientMessage.Bye()));
    }

    static Arbitrary<ServerMessage> fromServers() {
        Arbitrary<Double> real = Arbitraries.doubles().between(-1e6, 1e6);
        Arbitrary<OptionalDouble> measure = real.injectNull(0.3).map(Messages::optional);
        Arbitrary<ProgressStage> stages = Arbitraries.of(ProgressStage.class);
        Arbitrary<Long> u32 = Arbitraries.longs().between(1, 0xffff_ffffL);
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(30);
        Arbitrary<ModelName> models = Combinators.combine(text, text, u32).as(ModelName::new);
        return Arbitraries.oneOf(
                Combinators.combine(text, text, Arbitraries.of(true, false), models, Arbitraries.of(Codec.class))
                        .as((session, resume, resumed, model, codec) -> new ServerMessage.Welcome(
                                session,
                                resume,
                                resumed,
                                model,
                                codec,
                                codec,
                                256,
                                86_400,
                                new Limits(1 << 20, 1920, 1080, 30, 4096, 1 << 20, 30, 60, 3600))),
                Combinators.combine(
                                u32,
                                Arbitraries.doubles().between(0, 1),
                                real,
                                real.list().ofSize(4),
                                Arbitraries.of(CaptureAdvice.class),
                                Arbitraries.of(true, false))
                        .as((sequence, score, angle, box, advice, chosen) -> new ServerMessage.Capture(
                                sequence,
                                chosen,
                                score,
                                angle,
                                angle,
                                angle,
                                chosen ? box : List.of(),
                                advice,
                                chosen)),
                Combinators.combine(stages, Arbitraries.integers(), measure, measure, real)
                        .as((stage, step, loss, psnr, seconds) ->
                                new ServerMessage.Progress(stage, step, step, loss, psnr, loss, seconds)),
                Combinators.combine(u32, stages, real, real).as(ServerMessage.Revised::new),
                models.map(ServerMessage.ModelChanged::new),
                Combinators.combine(text, u32.map(Instant::ofEpochSecond)).as(ServerMessage.Kept::new),
                Combinators.combine(Arbitraries.of(ExportFormat.class), text, Arbitraries.longs())
                        .as(ServerMessage.Exported::new),
                u32.map(id -> new ServerMessage.Pong(Long.toString(id), id)),
                Combinators.combine(Arbitraries.of(GoAwayReason.class), Arbitraries.integers(), text)
                        .as(ServerMessage.GoAway::new),
                Combinators.combine(Arbitraries.of(ErrorCode.class), text, u32)
                        .as((code, message, number) -> new ServerMessage.Problem(
                                code,
                                message,
                                number % 2 == 0 ? OptionalInt.of(number.intValue()) : OptionalInt.empty(),
                                number % 3 == 0 ? OptionalLong.of(number) : OptionalLong.empty())));
    }

    private static Arbitrary<ClientMessage> hellos() {
        return Combinators.combine(
                        Arbitraries.of(Codec.class).list().ofMaxSize(4),
                        Arbitraries.integers().between(32, 2048),
                        Arbitraries.integers().between(1, 240),
                        Arbitraries.of("orbit", "mirror", "fixed", "camera"),
                        Arbitraries.strings().ofMaxLength(100).injectNull(0.5))
                .as((codecs, size, fps, mode, text) -> new ClientMessage.Hello(
                        codecs,
                        codecs,
                        size,
                        fps,
                        ViewMode.ofName(mode),
                        Optional.ofNullable(text),
                        Optional.ofNullable(text).filter(id -> id.length() <= 64),
                        text == null ? "" : text));
    }

    private static Arbitrary<ViewMode> modes() {
        Arbitrary<Double> yaw = Arbitraries.doubles().between(-180, 180);
        Arbitrary<Double> pitch = Arbitraries.doubles().between(-60, 60);
        Arbitrary<Double> zoom = Arbitraries.doubles().between(0.25, 4);
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.doubles().between(0.5, 600), pitch)
                        .as(ViewMode.Orbit::new),
                Arbitraries.of(new ViewMode.Mirror()),
                Combinators.combine(yaw, pitch, zoom).as(ViewMode.Fixed::new),
                Combinators.combine(yaw, pitch, zoom).as(ViewMode.Camera::new));
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
