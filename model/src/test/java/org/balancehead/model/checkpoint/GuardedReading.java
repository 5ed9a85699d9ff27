package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a file that may be damaged, and checks how that ends and how much memory it takes. */
public final class GuardedReading {
    private static final int MAX_LETTERS = 400;
    private static final long BYTES_FOR_EACH = 64;
    private static final long BYTES_ANYWAY = 4 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private GuardedReading() {}

    /**
     * Fails unless the reading of a file ends by itself or with a refusal in one short sentence, and allocates no more
     * than 64 bytes for each byte of the file and 4 MiB.
     *
     * @return whether it ended by itself
     */
    public static boolean assertReadOrRefused(byte[] file, Consumer<Path> reading) throws IOException {
        Path scratch = Files.createTempFile("balancehead", ".bin");
        try {
            Files.write(scratch, file);
            long thread = Thread.currentThread().getId();
            long before = THREADS.getThreadAllocatedBytes(thread);
            String refusal = refusal(() -> reading.accept(scratch));
            long allocated = THREADS.getThreadAllocatedBytes(thread) - before;

            assertThat(allocated).isLessThan(BYTES_FOR_EACH * file.length + BYTES_ANYWAY);
            if (!refusal.isEmpty()) {
                assertIsSentence(refusal);
            }
            return refusal.isEmpty();
        } finally {
            Files.delete(scratch);
        }
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
