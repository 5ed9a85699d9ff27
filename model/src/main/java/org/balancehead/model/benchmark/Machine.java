package org.balancehead.model.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.balancehead.model.tensor.TensorEngine;

/**
 * What figures were measured on.
 *
 * @param cpu the processor's name
 * @param cores that this process may use
 * @param memory of the machine, in bytes
 * @param java runtime and version
 * @param engine tensor engine and version
 * @param device that the engine computes on
 */
public record Machine(String cpu, int cores, long memory, String java, String engine, String device) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** This machine, computing with an engine. */
    public static Machine with(TensorEngine engine) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                engine.version(),
                engine.deviceName());
    }

    private static String cpuName() {
        if (!Files.isReadable(CPUINFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(CPUINFO.toString(), e);
        }
    }
}
