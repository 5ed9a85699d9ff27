package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Pickled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots whose networks are not made as torch makes them. */
class HostileModuleTest {
    private static final Pickled TENSOR = Samples.tensor(new float[] {1}, 1);
    private static final Map<String, Object> NOTHING = Map.of();

    @TempDir
    Path folder;

    @Test
    void refusesAParameterThatIsNoTensor() {
        assertThat(Refusals.of(folder, Samples.withParameter("text")))
                .isEqualTo("s.pkl has no tensor at 'G_ema.weight'.");
        assertThat(Refusals.of(folder, Samples.withParameter(Samples.storage(new StorageWriter(1).write()))))
                .isEqualTo("s.pkl has no tensor at 'G_ema.weight'.");
    }

    @Test
    void refusesANameThatStandsForTwoParts() {
        Map<String, Object> named = Map.of("weight", TENSOR);
        Map<String, Object> module = Map.of("weight", persistent(Samples.weightless(NOTHING)));

        assertThat(refusal(Samples.state(named, named, NOTHING)))
                .isEqualTo("s.pkl has two parts 'weight' in its module 'G_ema'.");
        assertThat(refusal(Samples.state(named, NOTHING, module)))
                .isEqualTo("s.pkl has two parts 'weight' in its module 'G_ema'.");
    }

    @Test
    void refusesAParameterThatIsNamedTwice() {
        Pickled twice = to ->
                to.raw('}', '(').values("weight", TENSOR, "weight", TENSOR).op('u');
        Map<String, Object> state = Samples.weightless(NOTHING);
        state.put("_parameters", twice);

        assertThat(refusal(state)).contains("a dict has the key 'weight' twice");
    }

    @Test
    void refusesNamesThatCouldStandForAnotherPlace() {
        assertThat(refusal(Samples.state(Map.of("a.weight", TENSOR), NOTHING, NOTHING)))
                .isEqualTo("s.pkl has a part with an unusable name 'a.weight' in its module 'G_ema'.");
        assertThat(refusal(Samples.state(Map.of("", TENSOR), NOTHING, NOTHING))).contains("unusable name ''");
    }

    @Test
    void refusesNamesThatAreLongTogether() {
        String name = "n".repeat(100);
        Pickled inner = persistent(Samples.state(Map.of(name, TENSOR), NOTHING, NOTHING));
        Pickled middle = persistent(Samples.weightless(Map.of(name, inner)));

        assertThat(refusal(Samples.weightless(Map.of(name, middle)))).contains("unusable name 'nnn");
    }

    @Test
    void refusesModulesWithoutTheirParts() {
        Map<String, Object> state = Samples.weightless(NOTHING);
        state.remove("_buffers");

        assertThat(refusal(state)).isEqualTo("s.pkl has no '_buffers' in its module 'G_ema'.");
        state.put("_buffers", "text");
        assertThat(refusal(state)).isEqualTo("s.pkl has no '_buffers' in its module 'G_ema'.");
    }

    @Test
    void refusesANetworkThatIsNoModule() {
        Pickled withoutState =
                to -> to.global("torch.nn.modules.activation", "Softplus").raw(')', 0x81);

        assertThat(Refusals.of(folder, Samples.withMean("text")))
                .isEqualTo("s.pkl has no module of a network at 'G_ema'.");
        assertThat(Refusals.of(folder, Samples.withMean(TENSOR))).contains("no module of a network at 'G_ema'");
        assertThat(Refusals.of(folder, Samples.withMean(withoutState))).contains("no module of a network at 'G_ema'");
        assertThat(refusal(Samples.weightless(Map.of("inner", 3)))).contains("no module of a network at 'G_ema.inner'");
    }

    @Test
    void refusesAttributesThatAreNoPlainValues() {
        Pickled module = persistent(Samples.weightless(NOTHING));
        Pickled function = to -> to.global("torch._utils", "_rebuild_tensor_v2");

        assertThat(Refusals.of(folder, Samples.withAttribute(module)))
                .isEqualTo("s.pkl has something else than plain values in 'G_ema.attribute'.");
        assertThat(Refusals.of(folder, Samples.withAttribute(function))).contains("in 'G_ema.attribute'");
        assertThat(Refusals.of(folder, Samples.withAttribute(new byte[3]))).contains("in 'G_ema.attribute'");
    }

    @Test
    void refusesNumbersAsNames() {
        Pickled state = to -> to.op('}').items(Map.of(1, 2));
        Map<String, Object> meta = Map.of("type", "class", "version", 6, "class_name", "A", "state", state);
        Map<String, Object> parts = Samples.weightless(NOTHING);
        parts.put("_modules", Map.of(3, Samples.NONE));

        assertThat(Refusals.of(folder, Samples.withMean(Samples.persistent(meta))))
                .contains("has no '_parameters'");
        assertThat(refusal(parts)).isEqualTo("s.pkl has a number for a name in its module 'G_ema'.");
    }

    private String refusal(Map<String, Object> state) {
        return Refusals.of(folder, Samples.withMean(persistent(state)));
    }

    private static Pickled persistent(Map<String, Object> state) {
        return Samples.persistent("A", state);
    }
}
