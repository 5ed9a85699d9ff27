package org.balancehead.actors.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.actors.session.Devices;
import org.junit.jupiter.api.Test;

class CanaryShareTest {
    private static final Devices DEVICES = new Devices(
            new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE),
            TestInbox.<DeviceRequest>create().getRef(),
            TestInbox.<DeviceRequest>create().getRef());

    @Test
    void takesTheFirstAndThenEveryFourth() {
        assertThat(taken(0.25, 9)).containsExactly(true, false, false, false, true, false, false, false, true);
    }

    @Property(tries = 50)
    void takesItsShare(@ForAll @DoubleRange(min = 0.01, max = 1) double share) {
        long taken = taken(share, 1000).stream().filter(takes -> takes).count();

        assertThat((double) taken).isBetween(1000 * share - 1, 1000 * share + 1);
    }

    private static List<Boolean> taken(double share, int sessions) {
        CanaryShare canary = new CanaryShare(DEVICES, share);
        return Stream.generate(canary::takesNext).limit(sessions).toList();
    }
}
