package org.balancehead.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The process itself: memory, threads, processor, open files, uptime, and which build it is. */
public final class ProcessMeters {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMeters() {}

    public static void bind(MeterRegistry registry) {
        @Nullable String build = ProcessMeters.class.getPackage().getImplementationVersion();
        new JvmMemoryMetrics().bindTo(registry);
        @SuppressWarnings("resource") // it listens to the collectors as long as the process lives
        JvmGcMetrics collectors = new JvmGcMetrics();
        collectors.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("process.resident.memory", ProcessMeters::residentBytes)
                .description("Memory of the process, that of the engine included; absent where there is no /proc")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("process.native.memory", ProcessMeters::nativeBytes)
                .description("Resident memory beyond the committed heap: the engine's arrays, most of all;"
                        + " absent where there is no /proc")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("balancehead.build", () -> 1)
                .description("The running build, as a tag")
                .tag("version", build == null ? "unpackaged" : build)
                .register(registry);
    }

    private static double nativeBytes() {
        return Math.max(0, residentBytes() - Runtime.getRuntime().totalMemory());
    }

    private static double residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException noProc) {
            return Double.NaN;
        }
    }
}
