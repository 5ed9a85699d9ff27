package org.balancehead.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.LiveMetrics.Step;
import org.balancehead.actors.metrics.RefusalReason;
import org.junit.jupiter.api.Test;

class LiveMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LiveMeters meters = new LiveMeters(registry);

    @Test
    void isNotReadyBeforeADeviceSaysSo() {
        boolean before = meters.state().ready();
        meters.deviceReady("cpu", false, "The model is being opened.");
        String opening = meters.state().why();
        meters.deviceReady("cpu", true, "Ready.");
        boolean opened = meters.state().ready();
        meters.deviceReady("cpu", false, "The device crashed.");

        assertThat(before).isFalse();
        assertThat(opening).isEqualTo("The model is being opened.");
        assertThat(opened).isTrue();
        assertThat(meters.state().ready()).isFalse();
    }

    @Test
    void isNotReadyWhileOneOfTwoDevicesIsNot() {
        meters.deviceReady("cpu", true, "Ready.");
        meters.deviceReady("gpu0", false, "The device is given up.");

        assertThat(meters.state().ready()).isFalse();
    }

    @Test
    void showsEveryReasonAndStepFromTheStart() {
        String text = registry.scrape();

        for (DropReason reason : DropReason.values()) {
            assertThat(text)
                    .contains("balancehead_drops_total{reason=\"%s\"} 0.0"
                            .formatted(reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        assertThat(text).contains("balancehead_step_seconds_count{step=\"first-view\"} 0");
    }

    @Test
    void countsWhatItIsTold() {
        meters.dropped(DropReason.NO_TICKET);
        meters.sessionRefused(RefusalReason.CAPACITY);
        meters.sessionsOpen(3, 16);
        meters.waitingWork("cpu", Lane.RENDERING, 2, OptionalLong.of(System.nanoTime() - 3_000_000_000L), 64);
        meters.waitingWork("cpu", Lane.INVERTING, 0, OptionalLong.empty(), 64);
        meters.deviceEvent(DeviceEvent.HANG);
        meters.took(Step.RENDER, Duration.ofMillis(40));

        assertThat(registry.scrape())
                .contains("balancehead_drops_total{reason=\"no-ticket\"} 1.0")
                .contains("balancehead_sessions_refused_total{reason=\"capacity\"} 1.0")
                .contains("balancehead_sessions 3.0")
                .contains("balancehead_sessions_limit 16.0")
                .contains("balancehead_queue_depth{device=\"cpu\",lane=\"rendering\"} 2.0")
                .contains("balancehead_queue_depth{device=\"cpu\",lane=\"inverting\"} 0.0")
                .containsPattern("balancehead_queue_age_seconds\\{device=\"cpu\",lane=\"rendering\"} [3-9]")
                .contains("balancehead_queue_age_seconds{device=\"cpu\",lane=\"inverting\"} 0.0")
                .contains("balancehead_device_events_total{event=\"hang\"} 1.0")
                .contains("balancehead_queue_limit{device=\"cpu\"} 64.0")
                .contains("balancehead_step_seconds_bucket{step=\"render\",le=\"0.05\"} 1")
                .contains("balancehead_step_seconds_bucket{step=\"render\",le=\"0.02\"} 0");
    }

    @Test
    void showsEachModelVersionAsLongAsItIsInMemory() {
        meters.modelsHeld(Map.of(1, 3, 2, 0));
        String both = registry.scrape();
        meters.modelsHeld(Map.of(2, 1));
        String second = registry.scrape();

        assertThat(both)
                .contains("balancehead_models_held 2.0")
                .contains("balancehead_model_sessions{model=\"1\"} 3.0")
                .contains("balancehead_model_sessions{model=\"2\"} 0.0");
        assertThat(second)
                .contains("balancehead_models_held 1.0")
                .contains("balancehead_model_sessions{model=\"2\"} 1.0")
                .doesNotContain("model=\"1\"");
    }

    @Test
    void forgetsTheQueuesOfADeviceThatIsGone() {
        meters.waitingWork("device-1", Lane.RENDERING, 2, OptionalLong.of(System.nanoTime() - 3_000_000_000L), 64);
        meters.waitingWork("device-2", Lane.RENDERING, 2, OptionalLong.of(System.nanoTime() - 3_000_000_000L), 64);

        meters.deviceGone("device-1");

        assertThat(registry.scrape()).contains("device=\"device-2\"").doesNotContain("device=\"device-1\"");
    }

    @Test
    void showsTheProcess() {
        ProcessMeters.bind(registry);

        String text = registry.scrape();

        assertThat(text)
                .contains("balancehead_build{version=\"unpackaged\"} 1.0")
                .contains("process_uptime_seconds");
    }
}
