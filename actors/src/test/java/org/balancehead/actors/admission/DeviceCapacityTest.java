package org.balancehead.actors.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DeviceCapacityTest {
    private static final AdmissionSettings.Capacity TWO_VIEWS =
            new AdmissionSettings.Capacity(2, Duration.ofSeconds(10), 0.9, 0.7);

    private final DeviceCapacity capacity = new DeviceCapacity(TWO_VIEWS);

    @Test
    void admitsAsManyAsCanGetTheLeastRateOfViews() {
        DeviceLoad fiftyMillisecondsAView = load(50, 0, 0);

        assertThat(capacity.sessions(100, fiftyMillisecondsAView)).isEqualTo(9);
        assertThat(capacity.admits(8, 0, fiftyMillisecondsAView)).isTrue();
        assertThat(capacity.admits(9, 0, fiftyMillisecondsAView)).isFalse();
    }

    @Test
    void admitsTwiceAsManyOnTwoDevicesAndNoMoreWhenOneIsGivenUp() {
        DeviceLoad two = new DeviceLoad(Duration.ofMillis(50), Duration.ofSeconds(1), 8, 2);
        DeviceLoad one = new DeviceLoad(Duration.ofMillis(50), Duration.ofSeconds(1), 8, 1);

        assertThat(capacity.sessions(100, two)).isEqualTo(18);
        assertThat(capacity.admits(17, 5, two)).isTrue();
        assertThat(capacity.admits(18, 5, two)).isFalse();
        assertThat(new DeviceCapacity(TWO_VIEWS).admits(8, 5, one)).isFalse();
        assertThat(capacity.sessions(100, one)).isEqualTo(9);
    }

    @Test
    void opensAgainOnlyBelowTheLowerThreshold() {
        DeviceLoad fiftyMillisecondsAView = load(50, 0, 0);
        capacity.admits(9, 0, fiftyMillisecondsAView);

        assertThat(capacity.admits(8, 0, fiftyMillisecondsAView)).isFalse();
        assertThat(capacity.admits(7, 0, fiftyMillisecondsAView)).isFalse();
        assertThat(capacity.admits(5, 0, fiftyMillisecondsAView)).isTrue();
        assertThat(capacity.admits(8, 0, fiftyMillisecondsAView)).isTrue();
    }

    @Test
    void countsThoseWhoJustCameAsIfTheyReconstructed() {
        DeviceLoad aSecondASlice = load(1, 1000, 3);

        assertThat(capacity.admits(6, 5, aSecondASlice)).isTrue();
        assertThat(capacity.admits(7, 6, aSecondASlice)).isFalse();
    }

    @Test
    void keepsNobodyOutBeforeAnythingIsMeasured() {
        assertThat(capacity.admits(1000, 1000, DeviceLoad.UNKNOWN)).isTrue();
        assertThat(capacity.sessions(16, DeviceLoad.UNKNOWN)).isEqualTo(16);
    }

    @Test
    void alwaysAdmitsTheFirst() {
        DeviceLoad tenSecondsAView = load(10_000, 10_000, 0);

        assertThat(capacity.admits(1, 0, tenSecondsAView)).isFalse();
        assertThat(capacity.admits(0, 0, tenSecondsAView)).isTrue();
        assertThat(capacity.sessions(16, tenSecondsAView)).isEqualTo(1);
    }

    @Property
    void neverAdmitsMoreWhenViewsTakeLonger(
            @ForAll @IntRange(min = 0, max = 50) int sessions, @ForAll @IntRange(min = 1, max = 500) int millis) {
        boolean slower = new DeviceCapacity(TWO_VIEWS).admits(sessions, 0, load(millis + 1, 0, 0));
        boolean faster = new DeviceCapacity(TWO_VIEWS).admits(sessions, 0, load(millis, 0, 0));

        assertThat(faster || !slower).isTrue();
    }

    private static DeviceLoad load(int renderMillis, int sliceMillis, int waiting) {
        return new DeviceLoad(Duration.ofMillis(renderMillis), Duration.ofMillis(sliceMillis), waiting, 1);
    }
}
