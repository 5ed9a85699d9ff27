package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test
    void carriesShapesAndNumbersIntoTheEngineAndBack() {
        Map<String, StoredTensor> stored = Map.of("conv.weight", StoredTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));

        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = Weights.load(stored, engine)) {
            Map<String, StoredTensor> back =
                    Weights.store(weights, name -> name.startsWith("conv") ? Precision.F16 : Precision.F32);

            StoredTensor weight = SafetensorsTest.named(back, "conv.weight");
            assertThat(weight.precision()).isEqualTo(Precision.F16);
            assertThat(weight.shape()).containsExactly(2, 3);
            assertThat(weight.values()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }
}
