package org.balancehead.model.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * What memory one run of a task takes.
 *
 * @param heapBytes allocated on the Java heap by the thread that ran it, garbage included
 * @param nativeBytes by which the process's resident memory grew at most during the run, most of all by the engine's
 *     arrays that were alive at the same time; absent where the system does not tell (it is Linux that does)
 */
public record MemoryUse(long heapBytes, @Nullable Long nativeBytes) {
    /** Runs a task once, and measures. */
    static MemoryUse of(Runnable task) {
        if (!ResidentMemory.isTold()) {
            return new MemoryUse(heapBytes(task), null);
        }
        try (ResidentMemory memory = new ResidentMemory()) {
            long heapBytes = heapBytes(task);
            return new MemoryUse(heapBytes, memory.growth());
        }
    }

    private static long heapBytes(Runnable task) {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
