package org.balancehead.model.training.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraitCodeTest {
    private static final HeadTraits LONG = head("long", Map.of("age", 20f, "hairSide", 1f, "male", 1f), 0.4f);
    private static final HeadTraits SHORT = head("short", Map.of("age", 40f, "hairSide", -1f, "male", 1f), 0f);
    private static final HeadTraits BALD = head("none", Map.of("age", 60f, "male", 1f), -0.4f);
    private static final TraitCode CODE = TraitCode.of(List.of(LONG, SHORT, BALD));

    @Test
    void leavesOutWhatIsTheSameInAllHeads() {
        assertThat(CODE.amountNames()).containsExactly("age", "hairSide", "chin");
        assertThat(CODE.facts()).isEqualTo(2);
        assertThat(CODE.kinds()).isEqualTo(Map.of("style", List.of("long", "none", "short")));
    }

    @Test
    void standardisesAmountsAndLetsFactsAndShapeCountAlike() {
        float[] values = new float[3];
        float[] weights = new float[3];

        CODE.putAmounts(LONG, values, weights, 0);

        float root = (float) Math.sqrt(1.5); // of 20, 40, 60: 20 below the mean over a deviation of 20 √(2/3)
        assertThat(values).containsExactly(new float[] {-root, 1, root}, within(1e-5f));
        assertThat(weights).containsExactly(0.5f, 0.5f, 1);
    }

    @Test
    void givesNoWeightToWhatIsNotTold() {
        float[] values = new float[3];
        float[] weights = new float[3];

        CODE.putAmounts(BALD, values, weights, 0);

        assertThat(values[1]).isZero();
        assertThat(weights).containsExactly(0.5f, 0, 1);
    }

    @Test
    void marksTheHeadsOwnKind() {
        float[] places = new float[3];
        float[] unknown = new float[3];

        CODE.putKinds(SHORT, places, 0);
        CODE.putKinds(head("curly", Map.of(), 0), unknown, 0);

        assertThat(places).containsExactly(0, 0, 1);
        assertThat(unknown).containsOnly(0);
        assertThat(CODE.ends()).containsExactly(3);
    }

    private static HeadTraits head(String style, Map<String, Float> facts, float chin) {
        return new HeadTraits(Map.of("style", style), facts, chin == 0 ? Map.of() : Map.of("chin", chin));
    }
}
