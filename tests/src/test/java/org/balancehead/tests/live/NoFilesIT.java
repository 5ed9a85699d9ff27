package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.cli.BalanceHeadCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server in a process and in folders of its own, which visitors come to and go from: whatever it might write of them,
 * a frame, a crop, a view or a latent, it writes no file.
 */
class NoFilesIT {
    private static final Path HOME = Path.of(System.getProperty("balancehead.home"));
    private static final int PHOTO_SIDE = 512;
    private static final int VIEWS = 5;

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private Path home;
    private Path work;
    private Path temporary;
    private int port;

    @BeforeEach
    void start() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        work = Files.createDirectory(folder.resolve("work"));
        temporary = Files.createDirectory(folder.resolve("tmp"));
        copy(HOME.resolve("checkpoints"), home.resolve("checkpoints"));
        copy(HOME.resolve("demo"), home.resolve("demo"));
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void writesNothingOfItsVisitorsWhereverItMight() throws Exception {
        FolderSnapshot before = FolderSnapshot.of(List.of(home, work, temporary));
        byte[] photo = Files.readAllBytes(HOME.resolve("demo/astronaut.jpg"));
        Process server = serve();
        try (StreamClient staying = StreamClient.connectWhenReady(port)) {
            show(staying, photo);
            staying.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);
            watch(staying);
            try (StreamClient vanishing = StreamClient.connect(port)) {
                show(vanishing, photo);
                vanishing.await(ServerMessage.Revised.class);
                watch(vanishing);
            }
            Set<Path> whileTheyAreThere = before.changes();
            staying.say(new ClientMessage.Bye());
            staying.awaitClose();

            assertThat(whileTheyAreThere).isEmpty();
        }
        server.destroy(); // SIGTERM
        assertThat(server.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(before.changes()).as(log()).isEmpty();

        Path inHome = Files.write(home.resolve("checkpoints/planted"), photo);
        Path inWork = Files.write(work.resolve("planted"), photo);
        Path inTemporary = Files.write(temporary.resolve("planted"), photo);
        Path changed = home.resolve("demo/astronaut.jpg");
        Files.write(changed, new byte[1]);
        assertThat(before.changes()).containsExactlyInAnyOrder(inHome, inWork, inTemporary, changed);
    }

    private static void show(StreamClient visitor, byte[] photo) {
        visitor.greet();
        visitor.show(photo, PHOTO_SIDE, PHOTO_SIDE);
    }

    private static void watch(StreamClient visitor) {
        for (int i = 0; i < VIEWS; i++) {
            visitor.say(new ClientMessage.Credit(1));
            visitor.awaitView();
        }
    }

    private Process serve() throws IOException {
        port = freePort();
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-Dbalancehead.home=" + home,
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BalanceHeadCommand.class.getName(),
                        "serve",
                        "--port",
                        String.valueOf(port),
                        "--admin-port",
                        String.valueOf(freePort()))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        started.add(server);
        return server;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
