package org.balancehead.model.training.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.OptionalInt;
import org.balancehead.model.training.objective.R1Penalty;
import org.junit.jupiter.api.Test;

class AdversarialSettingsTest {
    @Test
    void bundledSettingsAreChangedKeyByKey() {
        AdversarialSettings tiny = AdversarialSettings.of("tiny", OptionalInt.empty(), ConfigFactory.empty());
        AdversarialSettings changed = AdversarialSettings.of(
                "tiny", OptionalInt.empty(), ConfigFactory.parseString("r1.gamma = 2, vicico.weight = 0.5"));

        assertThat(changed.r1())
                .isEqualTo(new R1Penalty(2, tiny.r1().maskGamma(), tiny.r1().interval()));
        assertThat(changed.vicico().weight()).isEqualTo(0.5);
        assertThatThrownBy(() ->
                        AdversarialSettings.of("tiny", OptionalInt.empty(), ConfigFactory.parseString("gamma = 2")))
                .hasMessageStartingWith("The training of 'tiny' has no key 'gamma'; there are [batch,");
    }
}
