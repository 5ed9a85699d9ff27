package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.config.ServerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a visitor holds whose head of the default checkpoint is done, and who only looks: {@code -Didle.sessions=8}. */
class IdleSessionIT {
    private static final int SESSIONS = Integer.getInteger("idle.sessions", 2);
    private static final long BOUND_A_SESSION = 20_000_000;
    private static final int PHOTO_SIDE = 512;
    private static final int VIEWS = 24;

    private static BalanceHeadServer server;

    @BeforeAll
    static void start() {
        ServerConfig config = ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.sessions.max-per-address",
                        SESSIONS + 1,
                        "balancehead.sessions.max",
                        SESSIONS + 1),
                Optional.empty());
        server = DefaultServer.start(config);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anIdleSessionHoldsAtMostTwentyMegabytes() throws Exception {
        List<StreamClient> visitors = new ArrayList<>();
        try {
            visitors.add(idle()); // what is made once for all
            Held one = Held.now();
            for (int i = 0; i < SESSIONS; i++) {
                visitors.add(idle());
            }
            Held all = Held.now();
            System.out.printf(
                    "an idle session: %.1f MB of arrays, %.1f MB of heap, its client's included%n",
                    (all.arrays() - one.arrays()) / 1e6 / SESSIONS, (all.heap() - one.heap()) / 1e6 / SESSIONS);

            assertThat(all.arrays() - one.arrays())
                    .as("arrays of a head are counted")
                    .isPositive();
            assertThat((all.total() - one.total()) / SESSIONS).isLessThan(BOUND_A_SESSION);
        } finally {
            visitors.forEach(StreamClient::close);
        }
    }

    /** One whose head is done and who has seen views of it. */
    private static StreamClient idle() throws Exception {
        StreamClient visitor = StreamClient.connectWhenReady(server.address().getPort());
        visitor.greet();
        byte[] photo = Files.readAllBytes(Path.of(System.getProperty("balancehead.home"), "demo/astronaut.jpg"));
        visitor.show(photo, PHOTO_SIDE, PHOTO_SIDE);
        visitor.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);
        for (int i = 0; i < VIEWS; i++) {
            visitor.say(new ClientMessage.Credit(1));
            visitor.awaitView();
        }
        return visitor;
    }

    /**
     * What is in use after a collection.
     *
     * @param arrays bytes of the engine's
     * @param heap bytes of Java's
     */
    private record Held(long arrays, long heap) {
        static Held now() throws InterruptedException {
            long heap = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                System.gc();
                Thread.sleep(200); // what waits for being collected is freed in between
                heap = Math.min(
                        heap,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            return new Held(TensorEngine.memoryInUse("cpu"), heap);
        }

        long total() {
            return arrays + heap;
        }
    }
}
