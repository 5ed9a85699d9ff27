package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceMetrics;
import org.balancehead.actors.metrics.DeviceState;

/**
 * How each device stands, what waits for it, what it rendered and what befell it. The last two are counted over all
 * versions that were ever open on a device; all else is shown for as long as the version is.
 */
final class DeviceMeters implements DeviceMetrics {
    private static final Comparator<DeviceLabel> ORDER =
            Comparator.comparing(DeviceLabel::device).thenComparing(DeviceLabel::model);

    private final Meters meters;
    private final QueueMeters queues;
    private final Map<DeviceLabel, Shown> devices = new ConcurrentHashMap<>();
    private final Map<String, DistributionSummary> views = new ConcurrentHashMap<>();
    private final Map<String, Map<DeviceEvent, Counter>> events = new ConcurrentHashMap<>();

    DeviceMeters(Meters meters) {
        this.meters = meters;
        this.queues = new QueueMeters(meters.registry());
    }

    @Override
    public void deviceStands(DeviceLabel device, DeviceState state, int sessions) {
        events(device);
        if (device.model() > 0) { // one that looks for faces renders none
            views(device);
        }
        devices.computeIfAbsent(device, this::show).now().set(new Standing(state, sessions));
    }

    @Override
    public void deviceEvent(DeviceLabel device, DeviceEvent event) {
        requireNonNull(events(device).get(event)).increment();
    }

    @Override
    public void rendered(DeviceLabel device, Duration time, int together) {
        views(device).record(together);
    }

    private DistributionSummary views(DeviceLabel device) {
        return views.computeIfAbsent(
                device.device(),
                name -> DistributionSummary.builder("balancehead.device.views")
                        .description("Views that a device rendered; its calls are the count")
                        .tags("device", name)
                        .register(meters.registry()));
    }

    @Override
    public void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        queues.waiting(device, lane, depth, oldestNanos, tickets);
    }

    @Override
    public void deviceGone(DeviceLabel device) {
        queues.gone(device);
        Shown shown = devices.remove(device);
        if (shown != null) {
            shown.gauges().forEach(meters.registry()::remove);
        }
    }

    /** All that there are now, by name and version. */
    List<DeviceRow> rows() {
        return devices.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ORDER))
                .map(device -> row(device.getKey(), device.getValue().standing()))
                .toList();
    }

    private DeviceRow row(DeviceLabel device, Standing standing) {
        return new DeviceRow(device, standing.state(), standing.sessions(), queues.limit(device), queues.lanes(device));
    }

    private Map<DeviceEvent, Counter> events(DeviceLabel device) {
        return events.computeIfAbsent(
                device.device(),
                name -> meters.counters(
                        DeviceEvent.class,
                        "event",
                        "device.events",
                        "Crashes, hangs and restarts of devices",
                        "device",
                        name));
    }

    private Shown show(DeviceLabel device) {
        AtomicReference<Standing> now = new AtomicReference<>(new Standing(DeviceState.OPENING, 0));
        return new Shown(
                now,
                List.of(
                        gauge(
                                "ready",
                                "Whether a device takes work",
                                device,
                                now,
                                standing -> standing.ready() ? 1 : 0),
                        gauge("sessions", "Sessions that are on a device", device, now, Standing::sessions)));
    }

    private Gauge gauge(
            String name,
            String description,
            DeviceLabel device,
            AtomicReference<Standing> now,
            ToDoubleFunction<Standing> value) {
        return Gauge.builder("balancehead.device." + name, now, shown -> value.applyAsDouble(shown.get()))
                .description(description)
                .tags("device", device.device(), "model", Integer.toString(device.model()))
                .strongReference(true)
                .register(meters.registry());
    }

    private record Standing(DeviceState state, int sessions) {
        boolean ready() {
            return state == DeviceState.READY;
        }
    }

    /** How a device stands, and the meters that show it. */
    private record Shown(AtomicReference<Standing> now, List<Gauge> gauges) {
        Standing standing() {
            return requireNonNull(now.get());
        }
    }
}
