package org.balancehead.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
    private static final int ARRAYS = 2000;
    private static final int KIBIBYTES_EACH = 100;
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void givesBackWhatLiesFreeBelowWhatIsInUse() throws IOException {
        assumeTrue(NativeHeap.trim(), "This Java cannot trim the native heap.");
        try (TensorEngine engine = TensorEngine.onCpu();
                TensorSession session = engine.inference()) {
            List<NDArray> arrays = new ArrayList<>();
            for (int i = 0; i < ARRAYS; i++) {
                arrays.add(session.memory().ones(new Shape(KIBIBYTES_EACH * 1024 / Float.BYTES)));
            }
            long inUse = residentKibibytes();
            arrays.subList(0, ARRAYS - 1).forEach(NDArray::close);

            NativeHeap.trim();

            assertThat(residentKibibytes()).isLessThan(inUse - (long) ARRAYS * KIBIBYTES_EACH / 2);
        }
    }

    private static long residentKibibytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
