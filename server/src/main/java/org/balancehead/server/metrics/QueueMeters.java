package org.balancehead.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.balancehead.actors.inference.Lane;
import org.balancehead.actors.metrics.DeviceLabel;

/** What waits for each device, by lane: how much, for how long, and the bound of all of it. */
final class QueueMeters {
    private final MeterRegistry registry;
    private final Map<DeviceLabel, Queue> queues = new ConcurrentHashMap<>();

    QueueMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Notes what waits for a lane of a device now. */
    void waiting(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets) {
        Queue queue = queues.computeIfAbsent(device, this::queue);
        queue.limit().set(tickets);
        requireNonNull(queue.lanes().computeIfAbsent(lane, key -> lane(device, queue, key)))
                .set(new Waiting(depth, oldestNanos));
    }

    /** How much may wait for a device; 0 for one of which nothing was told. */
    int limit(DeviceLabel device) {
        Queue queue = queues.get(device);
        return queue == null ? 0 : queue.limit().get();
    }

    /** What waits for a device now. */
    Map<Lane, DeviceRow.LaneRow> lanes(DeviceLabel device) {
        Queue queue = queues.get(device);
        return queue == null
                ? Map.of()
                : queue.lanes().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                lane -> requireNonNull(lane.getValue().get()).row()));
    }

    /** A device is no more. */
    void gone(DeviceLabel device) {
        Queue queue = queues.remove(device);
        if (queue != null) {
            queue.gauges().forEach(registry::remove);
        }
    }

    private Queue queue(DeviceLabel device) {
        Queue queue = new Queue(new ConcurrentHashMap<>(), new AtomicInteger(), new CopyOnWriteArrayList<>());
        queue.gauges()
                .add(Gauge.builder("balancehead.queue.limit", queue.limit(), AtomicInteger::get)
                        .description("Work that may wait for a device, all lanes together")
                        .tags("device", device.device(), "model", Integer.toString(device.model()))
                        .strongReference(true)
                        .register(registry));
        return queue;
    }

    private AtomicReference<Waiting> lane(DeviceLabel device, Queue queue, Lane lane) {
        AtomicReference<Waiting> waiting = new AtomicReference<>(new Waiting(0, OptionalLong.empty()));
        queue.gauges()
                .add(gauge("depth", "Work that waits for a lane of a device", device, lane, waiting, Waiting::depth));
        queue.gauges()
                .add(gauge(
                        "age.seconds",
                        "How long the oldest work that waits for a lane of a device has waited",
                        device,
                        lane,
                        waiting,
                        Waiting::ageSeconds));
        return waiting;
    }

    private Gauge gauge(
            String name,
            String description,
            DeviceLabel device,
            Lane lane,
            AtomicReference<Waiting> waiting,
            ToDoubleFunction<Waiting> value) {
        return Gauge.builder("balancehead.queue." + name, waiting, now -> value.applyAsDouble(now.get()))
                .description(description)
                .tags(
                        "device",
                        device.device(),
                        "model",
                        Integer.toString(device.model()),
                        "lane",
                        lane.name().toLowerCase(Locale.ROOT))
                .strongReference(true)
                .register(registry);
    }

    /** What waits for a lane. */
    private record Waiting(int depth, OptionalLong oldestNanos) {
        DeviceRow.LaneRow row() {
            return new DeviceRow.LaneRow(depth, ageSeconds());
        }

        double ageSeconds() {
            return oldestNanos.isPresent() ? (System.nanoTime() - oldestNanos.getAsLong()) * 1e-9 : 0;
        }
    }

    /** What waits for a device, by lane, the bound of all of it, and the meters that show them. */
    private record Queue(Map<Lane, AtomicReference<Waiting>> lanes, AtomicInteger limit, List<Gauge> gauges) {}
}
