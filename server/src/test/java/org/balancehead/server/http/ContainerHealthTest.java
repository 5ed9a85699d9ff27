package org.balancehead.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The health check of {@code deploy/Dockerfile}, with the port of a server of the test's. */
class ContainerHealthTest {
    private static final Pattern COMMAND = Pattern.compile("HEALTHCHECK [^\\[]*CMD (\\[.*])");

    @Test
    void passesAsLongAsTheServerAnswers() throws IOException, InterruptedException {
        int port;
        try (RunningServer server = new RunningServer(Path.of("clip.mp4"))) {
            port = server.port();

            assertThat(check(port)).isZero();
        }

        assertThat(check(port)).isNotZero();
    }

    private static int check(int port) throws IOException, InterruptedException {
        String file = Files.readString(Path.of("..", "deploy", "Dockerfile")).replace("\\\n", "");
        Matcher command = COMMAND.matcher(file);
        assertThat(command.find()).isTrue();
        String[] words = new ObjectMapper().readValue(command.group(1), String[].class);
        List<String> here = List.of(words).stream()
                .map(word -> word.replace("8080", "" + port))
                .toList();

        return new ProcessBuilder(here)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
