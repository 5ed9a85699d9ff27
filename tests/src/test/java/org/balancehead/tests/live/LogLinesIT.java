package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.balancehead.actors.session.SessionSettings;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of sessions. */
class LogLinesIT {
    @Test
    void everyEventOfASessionCarriesItsIdAndNoOtherSessionsIs() {
        Heard heard = new Heard();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        heard.start();
        root.addAppender(heard);
        String first;
        String second;
        try (FakeServer live = new FakeServer(SessionSettings.DEFAULTS);
                StreamClient one = live.connect();
                StreamClient two = live.connect()) {
            first = one.greet().session();
            second = two.greet().session();
        } finally {
            root.detachAppender(heard);
        }

        assertThat(heard.of(first)).containsKey("Session " + first + ": admitted → live");
        assertThat(heard.of(second)).containsKey("Session " + second + ": admitted → live");
        assertThat(heard.of(first).values()).containsOnly(first);
        assertThat(heard.of(second).values()).containsOnly(second);
    }

    /** Keeps what each event says and of which session or connection it is, while its thread is there. */
    private static final class Heard extends AppenderBase<ILoggingEvent> {
        private record Line(String message, String of) {}

        private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            Map<String, String> context = event.getMDCPropertyMap();
            String of = context.getOrDefault("session", context.getOrDefault("connection", "nobody"));
            lines.add(new Line(event.getFormattedMessage(), of));
        }

        /** The events whose sentences name that session. */
        Map<String, String> of(String session) {
            Map<String, String> found = new HashMap<>();
            lines.stream()
                    .filter(line -> line.message().contains(session))
                    .forEach(line -> found.put(line.message(), line.of()));
            return found;
        }
    }
}
