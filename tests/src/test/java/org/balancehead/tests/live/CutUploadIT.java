package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.server.admin.AdminClient;
import org.balancehead.server.admin.CheckpointZip;
import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever uploads a checkpoint is gone in the middle of it, as one who is killed: nothing is left of it. */
class CutUploadIT {
    private static final String SECRET = "the secret of these operators";

    @TempDir
    private Path repository;

    @Test
    void leavesNothingAndTakesTheNextOne() throws Exception {
        ServerConfig defaults = ServerConfig.load(Map.of(), Optional.empty());
        Path checkpoint = CheckpointRepository.of(defaults.checkpoints()).resolve(CheckpointRepository.DEFAULT);
        try (WholeServer server = new WholeServer(
                        Map.of("balancehead.checkpoint.repository", repository.toString()), Optional.of(SECRET));
                CheckpointZip zip = CheckpointZip.of(checkpoint)) {
            byte[] bytes = Files.readAllBytes(zip.file());
            try (Socket operator = new Socket(InetAddress.getLoopbackAddress(), server.adminPort())) {
                OutputStream out = operator.getOutputStream();
                out.write(head(server.adminPort(), bytes.length).getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, 0, bytes.length / 2);
                out.flush();
                Patience.until("some of it is written", () -> written() > 0);
                operator.setSoLinger(true, 0); // closing is a reset
            }
            Patience.until("nothing of it is left", () -> written() == -1);

            AdminClient again =
                    new AdminClient("http://localhost:" + server.adminPort(), "--admin", Optional.of(SECRET));
            again.upload(zip.file()).toCompletableFuture().join();
            try (Stream<Path> whole = Files.list(repository)) {
                assertThat(whole)
                        .singleElement()
                        .satisfies(
                                one -> assertThat(one.resolve("manifest.json")).exists());
            }
            try (StreamClient visitor = StreamClient.connectWhenReady(server.port())) {
                assertThat(visitor.greet().model().number()).isEqualTo(1);
            }
        }
    }

    /** Bytes in the repository; -1 when it is empty. */
    private long written() {
        try (Stream<Path> all = Files.walk(repository)) {
            return all.filter(path -> !path.equals(repository))
                    .mapToLong(path -> path.toFile().isFile() ? path.toFile().length() : 0)
                    .reduce(-1, (sum, bytes) -> Math.max(sum, 0) + bytes);
        } catch (IOException | UncheckedIOException changing) {
            return 0;
        }
    }

    private static String head(int port, int length) {
        return """
                POST /admin/models HTTP/1.1
                Host: localhost:%d
                Authorization: Bearer %s
                Content-Type: application/zip
                Content-Length: %d

                """.formatted(port, SECRET, length).replace("\n", "\r\n");
    }
}
