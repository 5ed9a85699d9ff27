package org.balancehead.actors.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.balancehead.actors.fakes.CountedDevices;
import org.balancehead.actors.fakes.CountedWork;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.metrics.Step;
import org.junit.jupiter.api.Test;

class LoadMeterTest {
    private static final DeviceLabel ONE = new DeviceLabel("gpu0", 1);
    private static final DeviceLabel TWO = new DeviceLabel("gpu1", 1);

    private final LoadMeter meter = new LoadMeter(new CountedDevices(), new CountedWork());

    @Test
    void knowsNothingAtFirst() {
        assertThat(meter.load()).isEqualTo(DeviceLoad.UNKNOWN);
    }

    @Test
    void remembersTheLastTimesAndForgivesHiccups() {
        for (int i = 0; i < 200; i++) {
            meter.rendered(ONE, Duration.ofMillis(900), 1);
        }
        for (int i = 0; i < 64; i++) {
            meter.rendered(ONE, Duration.ofMillis(i % 16 == 0 ? 2000 : 30), 1);
            meter.took(Step.SLICE, Duration.ofMillis(100));
        }

        assertThat(meter.load().render()).isEqualTo(Duration.ofMillis(30));
        assertThat(meter.load().slice()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void countsAViewThatWasRenderedWithOthersByItsShareOfTheTime() {
        for (int i = 0; i < 16; i++) {
            meter.rendered(ONE, Duration.ofMillis(40), 4);
        }

        assertThat(meter.load().render()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void countsTheDevicesThatLiveWhateverVersionsAreOpenOnThem() {
        meter.deviceStands(new DeviceLabel("face", 0), DeviceState.READY, 0);
        meter.deviceStands(ONE, DeviceState.READY, 3);
        meter.deviceStands(TWO, DeviceState.RESTARTING, 3);
        meter.deviceStands(new DeviceLabel("gpu0", 2), DeviceState.READY, 0);
        meter.deviceStands(new DeviceLabel("gpu1", 2), DeviceState.OPENING, 0);
        assertThat(meter.load().devices()).isEqualTo(2);

        meter.deviceStands(TWO, DeviceState.GIVEN_UP, 0);
        assertThat(meter.load().devices()).isEqualTo(1);

        meter.deviceStands(new DeviceLabel("gpu1", 2), DeviceState.READY, 0);
        meter.deviceGone(ONE);
        meter.deviceGone(TWO);
        assertThat(meter.load().devices()).isEqualTo(2);
    }

    @Test
    void countsTheInversionsThatWaitOnAllDevicesThatThereAre() {
        meter.waitingWork(ONE, Lane.INVERTING, 3, OptionalLong.empty(), 64);
        meter.waitingWork(TWO, Lane.INVERTING, 2, OptionalLong.empty(), 64);
        meter.waitingWork(TWO, Lane.RENDERING, 9, OptionalLong.empty(), 64);
        assertThat(meter.load().waitingSlices()).isEqualTo(5);

        meter.deviceGone(ONE);

        assertThat(meter.load().waitingSlices()).isEqualTo(2);
    }
}
