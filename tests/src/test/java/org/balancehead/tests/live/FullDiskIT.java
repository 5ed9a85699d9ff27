package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminClient;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.admin.CheckpointZip;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is uploaded to a server whose disk is too small: a true one, where the machine lets a test mount it. */
class FullDiskIT {
    private static final String SECRET = "the secret of these operators";

    @TempDir
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "small", disk.toString()))
                .as("this user may mount a small disk")
                .isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void refusesTheUploadLeavesNothingAndServesOn() throws Exception {
        ServerConfig defaults = ServerConfig.load(Map.of(), Optional.empty());
        Path checkpoint = CheckpointRepository.of(defaults.checkpoints()).resolve(CheckpointRepository.DEFAULT);
        ServerConfig config = ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.checkpoint.repository",
                        disk.toString()),
                Optional.empty());
        try (BalanceHeadServer server = BalanceHeadServer.start(
                        config,
                        CheckpointFolders.candidate(checkpoint),
                        MediaPipeFaceAnalyzer::open,
                        AdminToken.of(Optional.of(SECRET), config.admin().http()));
                CheckpointZip zip = CheckpointZip.of(checkpoint)) {
            AdminClient operator = new AdminClient(
                    "http://localhost:" + server.adminAddress().getPort(), "--admin", Optional.of(SECRET));

            AdminClient.Answer answer =
                    operator.upload(zip.file()).toCompletableFuture().join();

            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.body()).contains("no-space", "is full: free some space, and deploy again.");
            assertThat(disk).isEmptyDirectory();
            try (StreamClient visitor =
                    StreamClient.connectWhenReady(server.address().getPort())) {
                assertThat(visitor.greet().model().number()).isEqualTo(1);
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/bin/" + command[0]))) {
            return false;
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
