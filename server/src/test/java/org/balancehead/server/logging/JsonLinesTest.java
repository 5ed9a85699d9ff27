package org.balancehead.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonLines lines = new JsonLines();
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @Test
    void writesAnEventOfASessionWithItsIdAndWithoutPekkosContext() throws IOException {
        LoggingEvent event = event("Session {}: admitted → live", null, "anne");
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        event.setMDCPropertyMap(Map.of("session", "anne", "pekkoSource", "pekko://live/user"));

        JsonNode line = written(event);

        assertThat(line).isEqualTo(JSON.readTree("""
                                {"time": "2026-01-02T03:04:05.006Z", "level": "INFO", "logger": "org.example.Session",
                                 "thread": "worker", "session": "anne", "message": "Session anne: admitted → live"}
                                """));
    }

    @Test
    void writesWhatAnEventSaysBesidesItsSentence() throws IOException {
        LoggingEvent event = event("Moved", null);
        event.addKeyValuePair(new KeyValuePair("session", "berta"));

        assertThat(written(event).path("session").asText()).isEqualTo("berta");
    }

    @Test
    void keepsAFailureWithItsStackTraceInOneLine() throws IOException {
        LoggingEvent event = event("It said:\n\"no\"", new IOException("disk\nfull"));

        JsonNode line = written(event);

        assertThat(line.path("message").asText()).isEqualTo("It said:\n\"no\"");
        assertThat(line.path("error").asText())
                .startsWith("java.io.IOException: disk\nfull")
                .contains("at " + JsonLinesTest.class.getName());
    }

    @Test
    void saysWhatFormatsThereAre() {
        assertThat(LogFormat.ofName("json")).contains(LogFormat.JSON);
        assertThat(LogFormat.ofName("text")).contains(LogFormat.TEXT);
        assertThat(LogFormat.ofName("JSON")).isEmpty();
        assertThat(LogFormat.ofName("xml")).isEmpty();
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                JsonLinesTest.class.getName(),
                context.getLogger("org.example.Session"),
                Level.INFO,
                message,
                thrown,
                arguments);
        event.setThreadName("worker");
        return event;
    }

    private JsonNode written(LoggingEvent event) throws IOException {
        String text = new String(lines.encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n").containsOnlyOnce("\n");
        return JSON.readTree(text);
    }
}
