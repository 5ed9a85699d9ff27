package org.balancehead.server.http;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.balancehead.server.config.HttpConfig;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why an address cannot be listened on, and what to do about it. */
final class BindTrouble {
    private BindTrouble() {}

    static String sentence(HttpConfig config, Throwable trouble) {
        Throwable cause = trouble;
        @Nullable Throwable deeper = trouble;
        while (deeper != null) {
            cause = deeper;
            deeper = deeper.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "No interface is called %s: give %s an address of this machine."
                    .formatted(config.host(), config.named().host());
        }
        if (cause instanceof BindException && text.contains("Permission denied")) {
            return "Port %d needs privileges: choose a port above 1023 with %s."
                    .formatted(config.port(), config.named().port());
        }
        if (cause instanceof BindException && text.contains("assign requested address")) {
            return "%s is not an address of this machine: give %s one that is."
                    .formatted(config.host(), config.named().host());
        }
        if (cause instanceof BindException) {
            return "Port %d of %s is in use: stop the other program, or choose another port with %s."
                    .formatted(config.port(), config.host(), config.named().port());
        }
        return "Cannot listen on %s:%d: %s.".formatted(config.host(), config.port(), text);
    }
}
