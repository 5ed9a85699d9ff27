package org.balancehead.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void tellsWhetherTheProcessorListsInstructionsForBfloat16() {
        assertThat(Processor.multipliesBfloat16(List.of("model name\t: x", "flags\t\t: fpu avx512f avx512_bf16 sse")))
                .isTrue();
        assertThat(Processor.multipliesBfloat16(List.of("flags\t\t: fpu amx_bf16")))
                .isTrue();
        assertThat(Processor.multipliesBfloat16(List.of("flags\t\t: fpu avx512f", "bugs: avx512_bf16")))
                .isFalse();
        assertThat(Processor.multipliesBfloat16(List.of())).isFalse();
    }
}
