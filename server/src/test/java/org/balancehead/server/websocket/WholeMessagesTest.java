package org.balancehead.server.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Parsed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WholeMessagesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofMinutes(5);

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void refusesATextThatDoesNotEndInTime() throws Exception {
        Message begun = TextMessage.create(Source.single("{\"type\":").concat(Source.maybe()));

        Incoming.Text refused = (Incoming.Text) within(SOON, begun);

        assertThat(refused.message())
                .isEqualTo(
                        new Parsed.Refused<>(ErrorCode.BAD_JSON, "A message did not end within 1 s of its beginning."));
    }

    @Test
    void refusesAFrameThatDoesNotEndInTime() throws Exception {
        Message begun = BinaryMessage.create(
                Source.single(ByteString.fromString("begun")).concat(Source.maybe()));

        Incoming.Binary refused = (Incoming.Binary) within(SOON, begun);

        assertThat(refused.frame())
                .isEqualTo(new Parsed.Refused<>(
                        ErrorCode.BAD_FRAME, "A message did not end within 1 s of its beginning."));
    }

    @Test
    void takesAMessageThatComesInPiecesInTime() throws Exception {
        Message inPieces = TextMessage.create(Source.from(List.of("{\"type\":", "\"keyframe\"", "}")));

        Incoming.Text whole = (Incoming.Text) within(LATE, inPieces);

        assertThat(whole.message()).isEqualTo(new Parsed.Accepted<>(new ClientMessage.Keyframe()));
    }

    private static Incoming within(Duration deadline, Message message) throws Exception {
        CompletionStage<Incoming> read =
                new WholeMessages(SessionSettings.DEFAULTS.limits(), KIT.system(), deadline).read(message);
        return read.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
