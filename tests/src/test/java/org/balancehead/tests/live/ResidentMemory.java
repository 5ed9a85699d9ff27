package org.balancehead.tests.live;

import java.io.IOException;
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

    /** Bytes after a collection, and after the C library gave back what is free. */
    static long settled() throws IOException {
        System.gc();
        NativeHeap.trim();
        return bytes();
    }
}
