package org.balancehead.model.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ByteRowsTest {
    private static final float[] VALUES = {0.5f, -1, 0.002f, 1000, -254, 3, 0, 0, 0};
    private static final Map<String, StoredTensor> TENSORS =
            Map.of("w", new StoredTensor(Precision.I8, new long[] {3, 1, 3}, VALUES));

    @Test
    void theLargestNumberOfARowIs127() {
        Map<String, StoredTensor> packed = ByteRows.packed(TENSORS);

        assertThat(named(packed, "w").values())
                .containsExactly(new float[] {63.5f, -127, 0.254f, 127, -32.258f, 0.381f, 0, 0, 0}, within(1e-3f));
        assertThat(named(packed, "w.scale").shape()).containsExactly(3, 1);
        assertThat(named(packed, "w.scale").values())
                .containsExactly(new float[] {1 / 127f, 1000 / 127f, 0}, within(1e-5f));
    }

    @Test
    void unpackedNumbersAreThoseThatWerePacked() {
        Map<String, StoredTensor> unpacked = ByteRows.unpacked(ByteRows.packed(TENSORS));

        assertThat(unpacked).containsOnlyKeys("w");
        assertThat(named(unpacked, "w").values()).containsExactly(VALUES, within(1e-3f));
    }

    @Test
    void otherTensorsStayAsTheyAre() {
        Map<String, StoredTensor> others =
                Map.of("a", StoredTensor.of(VALUES, 9), "a.scale", StoredTensor.of(VALUES, 9));

        assertThat(ByteRows.packed(others)).isEqualTo(others);
        assertThat(ByteRows.unpacked(others)).isEqualTo(others);
    }

    @Test
    void bytesWithoutAScaleForEachRowAreRefused() {
        Map<String, StoredTensor> packed = new HashMap<>(ByteRows.packed(TENSORS));
        packed.put("w.scale", StoredTensor.of(new float[3], 3));

        assertThatThrownBy(() -> ByteRows.unpacked(packed))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("The tensor 'w' is kept in bytes, but there is no scale for each of its rows.");
    }

    private static StoredTensor named(Map<String, StoredTensor> tensors, String name) {
        return requireNonNull(tensors.get(name));
    }
}
