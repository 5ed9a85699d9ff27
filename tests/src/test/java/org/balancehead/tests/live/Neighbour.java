package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;

/** A visitor who watches a head all the time, while others do what a test is about. */
final class Neighbour implements AutoCloseable {
    private final StreamClient client;
    private final List<Long> sequences = new ArrayList<>();
    private final CompletableFuture<Void> watching;
    private volatile boolean enough;
    private volatile int views;

    /** Begins to watch when the head is done. */
    Neighbour(StreamClient client) {
        this.client = client;
        client.greet();
        client.show(FakeServer.cameraFrame(0, 0.9), FakeServer.WIDTH, FakeServer.HEIGHT);
        client.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);
        watching = CompletableFuture.runAsync(this::watch);
    }

    /** How many came so far. */
    int views() {
        return views;
    }

    /** Ends the watching: every view asked for came, in order, and nobody complained. */
    void assertUndisturbed() {
        enough = true;
        watching.join();
        assertThat(sequences).isNotEmpty();
        for (int i = 0; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).isEqualTo(i + 1);
        }
        assertThat(client.lastProblem()).isEmpty();
    }

    private void watch() {
        while (!enough) {
            client.say(new ClientMessage.Credit(1));
            Frame view = client.awaitView();
            sequences.add(view.header().sequence());
            views = sequences.size();
        }
    }

    @Override
    public void close() {
        enough = true;
        client.close();
    }
}
