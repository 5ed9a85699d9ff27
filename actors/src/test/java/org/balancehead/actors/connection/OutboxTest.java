package org.balancehead.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Frame VIEW =
            new Frame(new FrameHeader(FrameKind.VIEW, Codec.JPEG, true, false, 1, 0, 8, 8, 1, 1), new byte[] {1});

    @Test
    void keepsMessagesAndViewsInTheirOrder() {
        Outbox outbox = new Outbox(4);
        ServerMessage first = new ServerMessage.Pong("1", 0);
        ServerMessage second = new ServerMessage.Pong("2", 0);

        outbox.say(first);
        outbox.show(VIEW);
        outbox.say(second);

        assertThat(everything(outbox))
                .containsExactly(new ToSocket.Say(first), new ToSocket.Show(VIEW), new ToSocket.Say(second));
    }

    @Test
    void keepsOnlyTheNewestOfMessagesThatReportAState() {
        Outbox outbox = new Outbox(4);

        for (int step = 1; step <= 100; step++) {
            assertThat(outbox.say(progress(step))).isTrue();
        }

        assertThat(everything(outbox)).containsExactly(new ToSocket.Say(progress(100)));
    }

    @Test
    void refusesMessagesBeyondItsBound() {
        Outbox outbox = new Outbox(2);

        outbox.say(new ServerMessage.Pong("1", 0));
        outbox.say(new ServerMessage.Pong("2", 0));

        assertThat(outbox.say(new ServerMessage.Pong("3", 0))).isFalse();
        assertThat(everything(outbox)).hasSize(2);
    }

    @Test
    void endsWithTheLastWordAndTheCloseEvenWhenItIsFull() {
        Outbox outbox = new Outbox(1);
        ServerMessage lastWord = ServerMessage.Problem.of(ErrorCode.OVERLOADED, "Too much.");
        outbox.say(new ServerMessage.Pong("1", 0));
        outbox.show(VIEW);

        outbox.close(lastWord, CloseCode.OVERLOADED);
        outbox.say(new ServerMessage.Pong("2", 0));
        outbox.show(VIEW);
        outbox.close(CloseCode.NORMAL);

        assertThat(everything(outbox))
                .containsExactly(
                        new ToSocket.Say(new ServerMessage.Pong("1", 0)),
                        new ToSocket.Say(lastWord),
                        new ToSocket.Close(CloseCode.OVERLOADED));
    }

    private static List<ToSocket> everything(Outbox outbox) {
        List<ToSocket> all = new ArrayList<>();
        for (Optional<ToSocket> next = outbox.next(); next.isPresent(); next = outbox.next()) {
            all.add(next.get());
        }
        return all;
    }

    private static ServerMessage progress(int step) {
        return new ServerMessage.Progress(
                ProgressStage.W,
                step,
                100,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                step);
    }
}
