package org.balancehead.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.actors.metrics.Step;
import org.balancehead.server.metrics.DeviceRow.LaneRow;
import org.junit.jupiter.api.Test;

class LiveMetersTest {
    private static final DeviceLabel CPU = new DeviceLabel("cpu", 1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LiveMeters meters = new LiveMeters(registry);
    private final LiveMetrics live = meters.live();

    @Test
    void isNotReadyBeforeADeviceSaysSo() {
        boolean before = meters.readiness().state().ready();
        live.service().partReady("device", false, "The model is being opened.");
        String opening = meters.readiness().state().why();
        live.service().partReady("device", true, "Ready.");
        boolean opened = meters.readiness().state().ready();
        live.service().partReady("device", false, "The device crashed.");

        assertThat(before).isFalse();
        assertThat(opening).isEqualTo("The model is being opened.");
        assertThat(opened).isTrue();
        assertThat(meters.readiness().state().ready()).isFalse();
    }

    @Test
    void isNotReadyWhileOneOfTwoPartsIsNot() {
        live.service().partReady("device", true, "Ready.");
        live.service().partReady("face", false, "The device is given up.");

        assertThat(meters.readiness().state().ready()).isFalse();
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
    void showsTheViewsOfEachDeviceThatRendersFromTheStart() {
        live.devices().deviceStands(CPU, DeviceState.OPENING, 0);
        live.devices().deviceStands(new DeviceLabel("face", 0), DeviceState.OPENING, 0);

        assertThat(registry.scrape())
                .contains("balancehead_device_views_count{device=\"cpu\"} 0")
                .doesNotContain("balancehead_device_views_count{device=\"face\"}");
    }

    @Test
    void countsWhatItIsTold() {
        live.work().dropped(DropReason.NO_TICKET);
        live.sessions().sessionRefused(RefusalReason.CAPACITY);
        live.sessions().sessionsOpen(3, 16);
        live.devices().waitingWork(CPU, Lane.RENDERING, 2, OptionalLong.of(System.nanoTime() - 3_000_000_000L), 64);
        live.devices().waitingWork(CPU, Lane.INVERTING, 0, OptionalLong.empty(), 64);
        live.devices().deviceEvent(CPU, DeviceEvent.HANG);
        live.devices().rendered(CPU, Duration.ofMillis(40), 3);
        live.work().took(Step.RENDER, Duration.ofMillis(40));

        assertThat(registry.scrape())
                .contains("balancehead_drops_total{reason=\"no-ticket\"} 1.0")
                .contains("balancehead_sessions_refused_total{reason=\"capacity\"} 1.0")
                .contains("balancehead_sessions 3.0")
                .contains("balancehead_sessions_limit 16.0")
                .contains("balancehead_queue_depth{device=\"cpu\",lane=\"rendering\",model=\"1\"} 2.0")
                .contains("balancehead_queue_depth{device=\"cpu\",lane=\"inverting\",model=\"1\"} 0.0")
                .containsPattern("balancehead_queue_age_seconds\\{device=\"cpu\",lane=\"rendering\",model=\"1\"} [3-9]")
                .contains("balancehead_queue_age_seconds{device=\"cpu\",lane=\"inverting\",model=\"1\"} 0.0")
                .contains("balancehead_device_events_total{device=\"cpu\",event=\"hang\"} 1.0")
                .contains("balancehead_device_views_count{device=\"cpu\"} 1")
                .contains("balancehead_device_views_sum{device=\"cpu\"} 3.0")
                .contains("balancehead_queue_limit{device=\"cpu\",model=\"1\"} 64.0")
                .contains("balancehead_step_seconds_bucket{step=\"render\",le=\"0.05\"} 1")
                .contains("balancehead_step_seconds_bucket{step=\"render\",le=\"0.02\"} 0");
    }

    @Test
    void showsEachModelVersionAsLongAsItIsInMemory() {
        live.versions().modelsHeld(Map.of(1, 3, 2, 0));
        String both = registry.scrape();
        live.versions().modelsHeld(Map.of(2, 1));
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
    void showsHowEachDeviceStandsForAsLongAsTheVersionIsOpenOnIt() {
        DeviceLabel next = new DeviceLabel("cpu", 2);
        live.devices().deviceStands(CPU, DeviceState.READY, 3);
        live.devices().deviceStands(next, DeviceState.OPENING, 0);
        live.devices().waitingWork(CPU, Lane.RENDERING, 2, OptionalLong.empty(), 64);
        live.devices().waitingWork(next, Lane.RENDERING, 0, OptionalLong.empty(), 64);
        String both = registry.scrape();
        List<DeviceRow> rows = meters.devices();

        live.devices().deviceGone(CPU);

        assertThat(both)
                .contains("balancehead_device_sessions{device=\"cpu\",model=\"1\"} 3.0")
                .contains("balancehead_device_ready{device=\"cpu\",model=\"1\"} 1.0")
                .contains("balancehead_device_ready{device=\"cpu\",model=\"2\"} 0.0")
                .contains("balancehead_device_events_total{device=\"cpu\",event=\"given-up\"} 0.0");
        assertThat(rows)
                .containsExactly(
                        new DeviceRow(CPU, DeviceState.READY, 3, 64, Map.of(Lane.RENDERING, new LaneRow(2, 0))),
                        new DeviceRow(next, DeviceState.OPENING, 0, 64, Map.of(Lane.RENDERING, new LaneRow(0, 0))));
        assertThat(registry.scrape())
                .contains("model=\"2\"")
                .doesNotContain("model=\"1\"")
                .contains("balancehead_device_events_total{device=\"cpu\",event=\"given-up\"} 0.0");
        assertThat(meters.devices()).extracting(DeviceRow::device).containsExactly(next);
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
