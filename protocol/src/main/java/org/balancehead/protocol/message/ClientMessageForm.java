package org.balancehead.protocol.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Optional;
import org.balancehead.protocol.message.ClientMessage.Ack;
import org.balancehead.protocol.message.ClientMessage.Bye;
import org.balancehead.protocol.message.ClientMessage.Credit;
import org.balancehead.protocol.message.ClientMessage.Export;
import org.balancehead.protocol.message.ClientMessage.Hello;
import org.balancehead.protocol.message.ClientMessage.Keep;
import org.balancehead.protocol.message.ClientMessage.Keyframe;
import org.balancehead.protocol.message.ClientMessage.Ping;
import org.balancehead.protocol.message.ClientMessage.Recapture;
import org.balancehead.protocol.message.ClientMessage.View;

/** The JSON form of each {@link ClientMessage}. */
final class ClientMessageForm {
    private ClientMessageForm() {}

    /** Empty for an unknown type; an {@link IllegalArgumentException} for a field that does not fit. */
    static Optional<ClientMessage> read(String type, Fields fields) {
        return Optional.ofNullable(
                switch (type) {
                    case "hello" -> readHello(fields);
                    case "view" -> new View(readMode(fields));
                    case "credit" -> new Credit(fields.int32("frames"));
                    case "ack" -> new Ack(fields.integer("sequence"), fields.integer("shownAt"));
                    case "recapture" -> new Recapture();
                    case "keyframe" -> new Keyframe();
                    case "keep" -> new Keep();
                    case "export" -> new Export(fields.constant("format", ExportFormat.class));
                    case "ping" -> new Ping(fields.scalar("id"));
                    case "bye" -> new Bye();
                    default -> null;
                });
    }

    private static Hello readHello(Fields fields) {
        Hello standard = Hello.standard();
        return new Hello(
                readCodecs(fields, "codecsUp", standard.codecsUp()),
                readCodecs(fields, "codecsDown", standard.codecsDown()),
                fields.int32("size", standard.size()),
                fields.int32("fps", standard.fps()),
                ViewMode.ofName(fields.text("mode", standard.mode().wireName())),
                fields.optionalText("resume"),
                fields.optionalText("avatar"),
                fields.text("client", standard.client()));
    }

    private static List<Codec> readCodecs(Fields fields, String name, List<Codec> absent) {
        if (!fields.has(name)) {
            return absent;
        }
        return fields.texts(name).stream()
                .flatMap(text -> WireNamed.find(Codec.class, text).stream())
                .toList();
    }

    private static ViewMode readMode(Fields fields) {
        String name = fields.text("mode");
        ViewMode standard = ViewMode.ofName(name);
        if (standard instanceof ViewMode.Orbit orbit) {
            return new ViewMode.Orbit(
                    fields.number("periodSeconds", orbit.periodSeconds()), fields.number("pitch", orbit.pitch()));
        }
        if (standard instanceof ViewMode.Mirror) {
            return standard;
        }
        double yaw = fields.number("yaw", 0);
        double pitch = fields.number("pitch", 0);
        double zoom = fields.number("zoom", 1);
        return standard instanceof ViewMode.Fixed
                ? new ViewMode.Fixed(yaw, pitch, zoom)
                : new ViewMode.Camera(yaw, pitch, zoom);
    }

    static ObjectNode write(ClientMessage message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (message instanceof Hello hello) {
            json.put("type", "hello");
            writeCodecs(json.putArray("codecsUp"), hello.codecsUp());
            writeCodecs(json.putArray("codecsDown"), hello.codecsDown());
            json.put("size", hello.size())
                    .put("fps", hello.fps())
                    .put("mode", hello.mode().wireName());
            hello.resume().ifPresent(token -> json.put("resume", token));
            hello.avatar().ifPresent(id -> json.put("avatar", id));
            json.put("client", hello.client());
        } else if (message instanceof View view) {
            writeMode(json.put("type", "view"), view.mode());
        } else if (message instanceof Credit credit) {
            json.put("type", "credit").put("frames", credit.frames());
        } else if (message instanceof Ack ack) {
            json.put("type", "ack").put("sequence", ack.sequence()).put("shownAt", ack.shownAtMicros());
        } else if (message instanceof Recapture) {
            json.put("type", "recapture");
        } else if (message instanceof Keyframe) {
            json.put("type", "keyframe");
        } else if (message instanceof Keep) {
            json.put("type", "keep");
        } else if (message instanceof Export export) {
            json.put("type", "export").put("format", export.format().wireName());
        } else if (message instanceof Ping ping) {
            json.put("type", "ping").putRawValue("id", new RawValue(ping.idJson()));
        } else if (message instanceof Bye) {
            json.put("type", "bye");
        }
        return json;
    }

    private static void writeCodecs(ArrayNode list, List<Codec> codecs) {
        codecs.forEach(codec -> list.add(codec.wireName()));
    }

    private static void writeMode(ObjectNode json, ViewMode mode) {
        json.put("mode", mode.wireName());
        if (mode instanceof ViewMode.Orbit orbit) {
            json.put("periodSeconds", orbit.periodSeconds()).put("pitch", orbit.pitch());
        } else if (mode instanceof ViewMode.Fixed fixed) {
            json.put("yaw", fixed.yaw()).put("pitch", fixed.pitch()).put("zoom", fixed.zoom());
        } else if (mode instanceof ViewMode.Camera camera) {
            json.put("yaw", camera.yaw()).put("pitch", camera.pitch()).put("zoom", camera.zoom());
        }
    }
}
