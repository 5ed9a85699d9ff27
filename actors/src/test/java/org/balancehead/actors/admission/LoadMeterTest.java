package org.balancehead.actors.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.LiveMetrics.Step;
import org.junit.jupiter.api.Test;

class LoadMeterTest {
    private final LoadMeter meter = new LoadMeter(new CountedMetrics());

    @Test
    void knowsNothingAtFirst() {
        assertThat(meter.load()).isEqualTo(DeviceLoad.UNKNOWN);
    }

    @Test
    void remembersTheLastTimesAndForgivesHiccups() {
        for (int i = 0; i < 200; i++) {
            meter.took(Step.RENDER, Duration.ofMillis(900));
        }
        for (int i = 0; i < 64; i++) {
            meter.took(Step.RENDER, Duration.ofMillis(i % 16 == 0 ? 2000 : 30));
            meter.took(Step.SLICE, Duration.ofMillis(100));
        }

        assertThat(meter.load().render()).isEqualTo(Duration.ofMillis(30));
        assertThat(meter.load().slice()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void countsTheInversionsThatWaitOnAllDevicesThatThereAre() {
        meter.waitingWork("one", Lane.INVERTING, 3, OptionalLong.empty(), 64);
        meter.waitingWork("two", Lane.INVERTING, 2, OptionalLong.empty(), 64);
        meter.waitingWork("two", Lane.RENDERING, 9, OptionalLong.empty(), 64);
        assertThat(meter.load().waitingSlices()).isEqualTo(5);

        meter.deviceGone("one");

        assertThat(meter.load().waitingSlices()).isEqualTo(2);
    }
}
