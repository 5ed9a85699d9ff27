package org.balancehead.model.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/**
 * By how much the physical memory that this process holds grows, as Linux tells it, from the moment when this is
 * opened.
 *
 * <p>Freed memory that the C library keeps for later use would hide growth. So it is given back first; and what the
 * library never gives back, the free end of the calling thread's arena, is filled until this is closed.
 */
final class ResidentMemory implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String RESET_PEAK = "5";

    /** An arena's end is at most 64 MiB; blocks that are not written to take no memory themselves. */
    private static final int BLOCKS = 64;

    private static final long BLOCK_BYTES = 1 << 20;

    private final List<Pointer> filling;
    private final long before;

    ResidentMemory() {
        Pointer.trimMemory();
        filling = IntStream.range(0, BLOCKS)
                .mapToObj(i -> Pointer.malloc(BLOCK_BYTES))
                .toList();
        try {
            Files.writeString(CLEAR, RESET_PEAK);
        } catch (IOException e) {
            throw new UncheckedIOException(CLEAR.toString(), e);
        }
        before = now();
    }

    /** Whether this system tells it, and its peak. */
    static boolean isTold() {
        return Files.isReadable(STATUS) && Files.isWritable(CLEAR);
    }

    /** What is held now, in bytes, after what is free was given back. */
    static long trimmed() {
        Pointer.trimMemory();
        return now();
    }

    private static long now() {
        return bytes("VmRSS:");
    }

    /** The largest growth so far, in bytes. */
    long growth() {
        return Math.max(0, bytes("VmHWM:") - before);
    }

    private static long bytes(String name) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(STATUS.toString(), e);
        }
    }

    @Override
    public void close() {
        filling.forEach(Pointer::free);
    }
}
