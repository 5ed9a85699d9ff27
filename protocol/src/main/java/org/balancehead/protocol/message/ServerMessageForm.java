package org.balancehead.protocol.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.balancehead.protocol.message.ServerMessage.Capture;
import org.balancehead.protocol.message.ServerMessage.Exported;
import org.balancehead.protocol.message.ServerMessage.GoAway;
import org.balancehead.protocol.message.ServerMessage.Kept;
import org.balancehead.protocol.message.ServerMessage.ModelChanged;
import org.balancehead.protocol.message.ServerMessage.Pong;
import org.balancehead.protocol.message.ServerMessage.Problem;
import org.balancehead.protocol.message.ServerMessage.Progress;
import org.balancehead.protocol.message.ServerMessage.Revised;
import org.balancehead.protocol.message.ServerMessage.Welcome;

/** The JSON form of each {@link ServerMessage}. */
final class ServerMessageForm {
    private ServerMessageForm() {}

    /** Empty for an unknown type; an {@link IllegalArgumentException} for a field that does not fit. */
    static Optional<ServerMessage> read(String type, Fields fields) {
        return Optional.ofNullable(
                switch (type) {
                    case "welcome" -> readWelcome(fields);
                    case "capture" ->
                        new Capture(
                                fields.integer("sequence"),
                                fields.truth("face"),
                                fields.number("score"),
                                fields.number("yaw"),
                                fields.number("pitch"),
                                fields.number("roll"),
                                fields.numbers("box"),
                                fields.constant("advice", CaptureAdvice.class),
                                fields.truth("chosen"));
                    case "progress" ->
                        new Progress(
                                fields.constant("stage", ProgressStage.class),
                                fields.int32("step"),
                                fields.int32("steps"),
                                fields.optionalNumber("loss"),
                                fields.optionalNumber("psnr"),
                                fields.optionalNumber("identity"),
                                fields.number("seconds"));
                    case "revised" ->
                        new Revised(
                                fields.integer("revision"),
                                fields.constant("stage", ProgressStage.class),
                                fields.number("psnr"),
                                fields.number("identity"));
                    case "model" -> new ModelChanged(readModel(fields));
                    case "kept" -> new Kept(fields.text("avatar"), fields.instant("expires"));
                    case "exported" ->
                        new Exported(
                                fields.constant("format", ExportFormat.class),
                                fields.text("path"),
                                fields.integer("bytes"));
                    case "pong" -> new Pong(fields.scalar("id"), fields.integer("serverTime"));
                    case "goaway" ->
                        new GoAway(
                                fields.constant("reason", GoAwayReason.class),
                                fields.int32("deadlineSeconds"),
                                fields.text("resume"));
                    case "error" ->
                        new Problem(
                                fields.constant("code", ErrorCode.class),
                                fields.text("message"),
                                fields.has("retryAfterSeconds")
                                        ? OptionalInt.of(fields.int32("retryAfterSeconds"))
                                        : OptionalInt.empty(),
                                fields.has("sequence")
                                        ? OptionalLong.of(fields.integer("sequence"))
                                        : OptionalLong.empty());
                    default -> null;
                });
    }

    private static Welcome readWelcome(Fields fields) {
        Fields limits = fields.object("limits");
        return new Welcome(
                fields.text("session"),
                fields.text("resume"),
                fields.truth("resumed"),
                readModel(fields.object("model")),
                fields.constant("codecUp", Codec.class),
                fields.constant("codecDown", Codec.class),
                fields.int32("size"),
                fields.int32("keepSeconds"),
                new Limits(
                        limits.int32("maxFrameBytes"),
                        limits.int32("maxFrameWidth"),
                        limits.int32("maxFrameHeight"),
                        limits.int32("maxFps"),
                        limits.int32("maxTextBytes"),
                        limits.int32("maxBytesPerSecond"),
                        limits.int32("silenceSeconds"),
                        limits.int32("resumeSeconds"),
                        limits.int32("sessionSeconds")));
    }

    private static ModelName readModel(Fields fields) {
        return new ModelName(fields.text("name"), fields.text("version"), fields.integer("number"));
    }

    static ObjectNode write(ServerMessage message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (message instanceof Welcome welcome) {
            writeWelcome(json.put("type", "welcome"), welcome);
        } else if (message instanceof Capture capture) {
            json.put("type", "capture")
                    .put("sequence", capture.sequence())
                    .put("face", capture.face())
                    .put("score", capture.score())
                    .put("yaw", capture.yaw())
                    .put("pitch", capture.pitch())
                    .put("roll", capture.roll());
            ArrayNode box = json.putArray("box");
            capture.box().forEach(box::add);
            json.put("advice", capture.advice().wireName()).put("chosen", capture.chosen());
        } else if (message instanceof Progress progress) {
            json.put("type", "progress")
                    .put("stage", progress.stage().wireName())
                    .put("step", progress.step())
                    .put("steps", progress.steps());
            progress.loss().ifPresent(value -> json.put("loss", value));
            progress.psnr().ifPresent(value -> json.put("psnr", value));
            progress.identity().ifPresent(value -> json.put("identity", value));
            json.put("seconds", progress.seconds());
        } else if (message instanceof Revised revised) {
            json.put("type", "revised")
                    .put("revision", revised.revision())
                    .put("stage", revised.stage().wireName())
                    .put("psnr", revised.psnr())
                    .put("identity", revised.identity());
        } else if (message instanceof ModelChanged changed) {
            writeModel(json.put("type", "model"), changed.model());
        } else if (message instanceof Kept kept) {
            json.put("type", "kept")
                    .put("avatar", kept.avatar())
                    .put("expires", kept.expires().toString());
        } else if (message instanceof Exported exported) {
            json.put("type", "exported")
                    .put("format", exported.format().wireName())
                    .put("path", exported.path())
                    .put("bytes", exported.bytes());
        } else if (message instanceof Pong pong) {
            json.put("type", "pong").putRawValue("id", new RawValue(pong.idJson()));
            json.put("serverTime", pong.serverTimeMicros());
        } else if (message instanceof GoAway goAway) {
            json.put("type", "goaway")
                    .put("reason", goAway.reason().wireName())
                    .put("deadlineSeconds", goAway.deadlineSeconds())
                    .put("resume", goAway.resume());
        } else if (message instanceof Problem problem) {
            json.put("type", "error")
                    .put("code", problem.code().wireName())
                    .put("message", problem.message())
                    .put("fatal", problem.code().fatal());
            problem.retryAfterSeconds().ifPresent(value -> json.put("retryAfterSeconds", value));
            problem.sequence().ifPresent(value -> json.put("sequence", value));
        }
        return json;
    }

    private static void writeWelcome(ObjectNode json, Welcome welcome) {
        json.put("session", welcome.session()).put("resume", welcome.resume()).put("resumed", welcome.resumed());
        writeModel(json.putObject("model"), welcome.model());
        json.put("codecUp", welcome.codecUp().wireName())
                .put("codecDown", welcome.codecDown().wireName())
                .put("size", welcome.size())
                .put("keepSeconds", welcome.keepSeconds());
        Limits limits = welcome.limits();
        json.putObject("limits")
                .put("maxFrameBytes", limits.maxFrameBytes())
                .put("maxFrameWidth", limits.maxFrameWidth())
                .put("maxFrameHeight", limits.maxFrameHeight())
                .put("maxFps", limits.maxFps())
                .put("maxTextBytes", limits.maxTextBytes())
                .put("maxBytesPerSecond", limits.maxBytesPerSecond())
                .put("silenceSeconds", limits.silenceSeconds())
                .put("resumeSeconds", limits.resumeSeconds())
                .put("sessionSeconds", limits.sessionSeconds());
    }

    private static void writeModel(ObjectNode json, ModelName model) {
        json.put("name", model.name()).put("version", model.version()).put("number", model.number());
    }
}
