package org.balancehead.actors.inference;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.metrics.DeviceLabel;

/** One machine of a cluster, as an actor system of its own that hears the others over the loopback. */
final class Machine implements AutoCloseable {
    private static final Config CONFIG = ConfigFactory.parseString("""
                    pekko {
                      actor.provider = cluster
                      remote.artery {
                        canonical.hostname = "127.0.0.1"
                        canonical.port = 0
                        advanced.maximum-frame-size = 4 MiB
                      }
                      cluster.jmx.multi-mbeans-in-same-jvm = on
                      cluster.shutdown-after-unsuccessful-join-seed-nodes = off
                    }
                    """).withFallback(ConfigFactory.load());

    private final ActorTestKit kit = ActorTestKit.create("machine", CONFIG);
    private final Cluster cluster = Cluster.get(kit.system());

    /** The first of a cluster. */
    static Machine alone() {
        Machine first = new Machine();
        first.cluster.manager().tell(Join.create(first.cluster.selfMember().address()));
        return first;
    }

    /** Another one of its cluster. */
    Machine another() {
        Machine next = new Machine();
        next.cluster.manager().tell(Join.create(cluster.selfMember().address()));
        kit.createTestProbe().awaitAssert(Duration.ofSeconds(60), () -> {
            ClusterEvent.CurrentClusterState state = cluster.state();
            if (!isUp(state, next)) {
                throw new AssertionError("The machine has not joined: " + state);
            }
            return null;
        });
        return next;
    }

    private static boolean isUp(ClusterEvent.CurrentClusterState state, Machine machine) {
        for (var member : state.getMembers()) {
            if (member.address().equals(machine.cluster.selfMember().address())
                    && member.status().equals(MemberStatus.up())) {
                return true;
            }
        }
        return false;
    }

    ActorTestKit kit() {
        return kit;
    }

    /** Starts a device that renders, here. */
    ActorRef<DeviceOrder> startDevice(Fleet fleet, String name, Consumer<String> fault) {
        DeviceSpec spec = DeviceSpec.ofModel(new DeviceLabel(name, 1), 1, () -> new FakeHeadModel(fault), 1L << 30);
        return start(spec, fleet);
    }

    /** Starts a device that analyses faces, here. */
    ActorRef<DeviceOrder> startAnalyser(Fleet fleet) {
        return start(
                DeviceSpec.ofAnalyzer(new DeviceLabel("face", 0), size -> new FakeFaceAnalyzer(), FakeHeadModel.SIZE),
                fleet);
    }

    private ActorRef<DeviceOrder> start(DeviceSpec spec, Fleet fleet) {
        return kit.spawn(DeviceDispatcher.create(spec, fleet, InferenceSettings.DEFAULTS, new CountedMetrics().live()));
    }

    /** Starts the pool of a fleet, here. */
    ActorRef<DeviceRequest> startPool(
            Fleet fleet, ActorRef<PoolStatus> owner, CountedMetrics metrics, DeviceLabel... expected) {
        return kit.spawn(DevicePool.create(
                        expected[0].model(),
                        fleet,
                        List.of(expected),
                        InferenceSettings.DEFAULTS,
                        owner,
                        metrics.live()))
                .narrow();
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
