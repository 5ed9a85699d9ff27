package org.balancehead.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the log's lines on standard error are written. */
public enum LogFormat {
    /** A line an event, for people. */
    TEXT,

    /** A JSON object a line, see {@link JsonLines}. */
    JSON;

    /** Name of the appender in logback.xml. */
    private static final String APPENDER = "stderr";

    /** The format of that name in lower case; empty when there is none. */
    public static Optional<LogFormat> ofName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** Writes all further events of this process so; text is what it begins with. */
    public void use() {
        if (this == JSON) {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            Appender<ILoggingEvent> appender =
                    context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER);
            JsonLines lines = new JsonLines();
            lines.setContext(context);
            lines.start();
            ((ConsoleAppender<ILoggingEvent>) appender).setEncoder(lines);
        }
    }
}
