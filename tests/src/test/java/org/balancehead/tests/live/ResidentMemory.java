package org.balancehead.tests.live;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.balancehead.model.tensor.NativeHeap;

/** What this process takes of the machine's memory, as Linux counts it. */
final class ResidentMemory {
    static final long MEGABYTE = 1 << 20;

    private ResidentMemory() {}

    /** Bytes now. */
    static long bytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String kilobytes = lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            return Long.parseLong(kilobytes) << 10;
        }
    }

    /**
     * Fills the heap's space for new objects once with garbage: else the machine gives it little by little, as long as
     * there is more of it than garbage before a collection, and what is measured meanwhile seems to grow.
     */
    static void touchNewSpace() {
        long space = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().contains("Eden"))
                .mapToLong(pool -> pool.getUsage().getMax())
                .findFirst()
                .orElseThrow();
        byte[] garbage = new byte[0];
        for (long filled = 0; filled < 2 * space; filled += garbage.length) {
            garbage = new byte[(int) MEGABYTE];
        }
    }

    /** Bytes after a collection, and after the C library gave back what is free. */
    static long settled() throws IOException {
        System.gc();
        NativeHeap.trim();
        return bytes();
    }
}
