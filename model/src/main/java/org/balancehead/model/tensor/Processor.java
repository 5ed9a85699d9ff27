package org.balancehead.model.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What this machine's processor can do, as Linux lists it. */
final class Processor {
    private static final Path LISTED = Path.of("/proc/cpuinfo");
    private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");

    private Processor() {}

    /** Whether it has instructions that multiply bfloat16; not where nothing is listed. */
    static boolean multipliesBfloat16() {
        try {
            return Files.isReadable(LISTED) && multipliesBfloat16(Files.readAllLines(LISTED));
        } catch (IOException unreadable) {
            return false;
        }
    }

    static boolean multipliesBfloat16(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("flags"))
                .map(line -> Arrays.asList(line.split("\\s+")))
                .flatMap(Collection::stream)
                .anyMatch(BFLOAT16::contains);
    }
}
