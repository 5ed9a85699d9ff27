package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Reads a file that may be damaged, and checks how that ends and how much memory it takes. */
public final class GuardedReading {
    private static final int MAX_LETTERS = 400;
    private static final long BYTES_FOR_EACH = 64;
    private static final long BYTES_ANYWAY = 4 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private GuardedReading() {}

    /**
     * Runs a reading, which must end by itself or with a refusal in one short sentence, and may not allocate more than
     * 64 bytes for each byte of the file and 4 MiB.
     *
     * @return whether it ended by itself
     */
    public static boolean succeeds(long fileBytes, Runnable reading) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        String refusal = refusal(reading);
        long allocated = THREADS.getThreadAllocatedBytes(thread) - before;

        assertThat(allocated).isLessThan(BYTES_FOR_EACH * fileBytes + BYTES_ANYWAY);
        if (!refusal.isEmpty()) {
            assertIsSentence(refusal);
        }
        return refusal.isEmpty();
    }

    /** Fails unless a text is a short sentence on one line. */
    public static void assertIsSentence(String text) {
        assertThat(text).endsWith(".").doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(MAX_LETTERS);
    }

    private static String refusal(Runnable reading) {
        try {
            reading.run();
            return "";
        } catch (CheckpointException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
