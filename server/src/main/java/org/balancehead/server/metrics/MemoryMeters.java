package org.balancehead.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Set;
import org.balancehead.model.tensor.TensorEngine;

/** The native memory of each device: what tensors take of it, and what they may. */
public final class MemoryMeters {
    private MemoryMeters() {}

    /** Shows them; counted whenever somebody looks. */
    public static void bind(MeterRegistry registry, Collection<String> devices, long budgetBytes) {
        Set.copyOf(devices).forEach(device -> bind(registry, device, budgetBytes));
    }

    private static void bind(MeterRegistry registry, String device, long budgetBytes) {
        Gauge.builder("balancehead.device.memory", () -> TensorEngine.memoryInUse(device))
                .description("Native memory that weights and heads take")
                .baseUnit("bytes")
                .tag("device", device)
                .register(registry);
        Gauge.builder("balancehead.device.memory.budget", () -> budgetBytes)
                .description("Native memory that weights and heads may take")
                .baseUnit("bytes")
                .tag("device", device)
                .register(registry);
    }
}
