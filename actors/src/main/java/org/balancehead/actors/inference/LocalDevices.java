package org.balancehead.actors.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.LiveMetrics;

/** A fleet of devices of this machine, and its pool, whose children they are. */
public final class LocalDevices {
    private LocalDevices() {}

    /**
     * Devices that render and invert with one model version, opened on each of those that the settings name.
     *
     * @param number of the version
     * @param openers by the name of the device
     */
    public static Behavior<DeviceRequest> ofModel(
            int number,
            Function<String, ModelOpener> openers,
            InferenceSettings settings,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        List<DeviceSpec> specs = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        for (String device : settings.devices()) {
            DeviceLabel label = label(device, times.merge(device, 1, Integer::sum), number);
            specs.add(DeviceSpec.ofModel(
                    label, settings.viewsTogether(device), openers.apply(device), settings.memoryBudget()));
        }
        return pool(number, specs, settings, owner, metrics);
    }

    /** Threads that analyse faces, as many as the settings say. */
    public static Behavior<DeviceRequest> ofAnalyzer(
            String device,
            AnalyzerOpener analyzer,
            int cropSize,
            InferenceSettings settings,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        List<DeviceSpec> specs = IntStream.rangeClosed(1, settings.analysers())
                .mapToObj(nth -> DeviceSpec.ofAnalyzer(label(device, nth, 0), analyzer, cropSize))
                .toList();
        return pool(0, specs, settings, owner, metrics);
    }

    /** What operators call the nth worker of a device. */
    private static DeviceLabel label(String device, int nth, int version) {
        return new DeviceLabel(nth == 1 ? device : device + "#" + nth, version);
    }

    private static Behavior<DeviceRequest> pool(
            int number,
            List<DeviceSpec> specs,
            InferenceSettings settings,
            ActorRef<PoolStatus> owner,
            LiveMetrics metrics) {
        return Behaviors.<DevicePool.Command>setup(context -> {
                    Fleet fleet = Fleet.ofVersion(number);
                    specs.forEach(
                            spec -> context.spawnAnonymous(DeviceDispatcher.create(spec, fleet, settings, metrics)));
                    List<DeviceLabel> labels =
                            specs.stream().map(DeviceSpec::label).toList();
                    return DevicePool.create(number, fleet, labels, settings, owner, metrics);
                })
                .narrow();
    }
}
