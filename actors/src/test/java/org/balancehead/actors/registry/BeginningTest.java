package org.balancehead.actors.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.registry.SessionRegistry.Admit;
import org.balancehead.actors.registry.SessionRegistry.AwaitBeginning;
import org.balancehead.actors.session.Settings;
import org.balancehead.model.checkpoint.CheckpointException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever waits for the first version hears what became of it, once, however early or late they ask. */
class BeginningTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<Beginning> early = KIT.createTestProbe();
    private final TestProbe<Beginning> late = KIT.createTestProbe();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void isServedWhenTheFirstVersionServes() {
        CountDownLatch go = new CountDownLatch(1);
        ActorRef<SessionRegistry.Command> registry = start((device, number) -> {
            await(go);
            return FakeCheckpoints.model(device, number);
        });

        registry.tell(new AwaitBeginning(early.ref()));
        early.expectNoMessage();
        go.countDown();

        early.expectMessage(new Beginning.Served());
        registry.tell(new AwaitBeginning(late.ref()));
        late.expectMessage(new Beginning.Served());
    }

    @Test
    void hasFailedWhenTheDevicesAreGivenUp() {
        ActorRef<SessionRegistry.Command> registry = start((device, number) -> {
            throw new IOException("The disk does not answer.");
        });

        registry.tell(new AwaitBeginning(early.ref()));

        early.expectMessage(new Beginning.Failed());
    }

    @Test
    void saysWhyTheFirstVersionIsRefusedAndAdmitsNobody() {
        ActorRef<SessionRegistry.Command> registry = start((device, number) -> {
            throw new CheckpointException("The weights have no 'a'.");
        });
        TestProbe<Admission> visitor = KIT.createTestProbe();

        registry.tell(new AwaitBeginning(early.ref()));

        early.expectMessage(new Beginning.Unfit("The weights have no 'a'."));
        registry.tell(new AwaitBeginning(late.ref()));
        late.expectMessage(new Beginning.Unfit("The weights have no 'a'."));
        registry.tell(new Admit(InetAddress.getLoopbackAddress(), visitor.ref()));
        assertThat(visitor.expectMessageClass(Admission.Refused.class).sentence())
                .isEqualTo("The server has no model that it can serve.");
    }

    private static ActorRef<SessionRegistry.Command> start(Candidate.Opening opening) {
        return KIT.spawn(SessionRegistry.create(
                Settings.places(1),
                QuickRecovery.after(2, 1),
                DeploymentSettings.DEFAULTS,
                FakeCheckpoints.candidate(opening),
                new FakeCheckpoints(),
                cropSize -> new FakeFaceAnalyzer(),
                new CountedMetrics().live()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }
}
