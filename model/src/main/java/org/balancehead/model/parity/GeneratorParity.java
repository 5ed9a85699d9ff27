package org.balancehead.model.parity;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.renderer.FieldSamples;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/** Compares what comes before the rays: mapping, camera shift, synthesis, planes, and the field at points. */
final class GeneratorParity {
    private static final int[][] CHECKED = {{0, 3, 5, 7}, {0, 20, 11, 2}};

    private final ParityFixture fixture;
    private final TensorEngine engine;
    private final ParityTable table;

    GeneratorParity(ParityFixture fixture, TensorEngine engine, ParityTable table) {
        this.fixture = fixture;
        this.engine = engine;
        this.table = table;
    }

    void compare() {
        try (TensorSession session = engine.inference()) {
            mapping(session);
        }
        try (TensorSession session = engine.inference()) {
            synthesis(session);
        }
        try (TensorSession session = engine.inference()) {
            field(session);
        }
    }

    private void mapping(TensorSession session) {
        HeadGenerator generator = fixture.generator();
        TensorOps ops = session.ops();
        ParameterMap weights = fixture.weights();
        NDArray z = fixture.array(session, "z");
        NDArray front = fixture.array(session, "c_cond").repeat(0, 2);
        NDArray side = fixture.row(session, "c", 1).repeat(0, 2);
        NDArray whole = generator.map(ops, weights, z, front, Truncation.NONE);
        NDArray drawn = generator.map(ops, weights, z, front, Truncation.of(0.7));
        NDArray cut = generator.map(ops, weights, z, front, new Truncation(0.7, 3));
        NDArray turned = generator.map(ops, weights, z, side, Truncation.NONE);

        table.judge("layers that take a w", Math.abs(generator.layers() - number("num_ws")), 0);
        compare("w", whole.get(":, -1"), "ws");
        compare("w, psi 0.7", drawn.get(":, -1"), "ws_psi07");
        compare("w, psi 0.7 in 3 layers", cut, "ws_psi07_cutoff3");
        compare("w of another camera", turned.get(":, 0"), "ws_cond_cam1");
        if (fixture.preset().cameraShift()) {
            shift(ops, z, front, Truncation.NONE, "c_shifted");
            shift(ops, z, front, Truncation.of(0.7), "c_shifted_psi07");
        }
    }

    private void shift(TensorOps ops, NDArray z, NDArray front, Truncation truncation, String key) {
        NDArray shifted = fixture.generator().shiftCamera(ops, fixture.weights(), front, z, front, truncation);
        compare("shifted camera" + (key.endsWith("07") ? ", psi 0.7" : ""), shifted, key);
    }

    private float number(String key) {
        return fixture.io().get(key).values()[0];
    }

    private void compare(String stage, NDArray ours, String key) {
        table.compare(stage, ours, fixture.io().get(key), Tolerance.LATENT);
    }

    private void synthesis(TensorSession session) {
        HeadGenerator generator = fixture.generator();
        TensorOps ops = session.ops();
        ParameterMap weights = fixture.weights();
        NDArray ws = fixture.array(session, "ws_plus");
        NDArray image = generator.synthesis().planeImage(ops, weights, ws, true);
        NDArray quiet = generator.synthesis().planeImage(ops, weights, ws, false);

        table.compare("backbone", image, fixture.io().get("backbone_out"), Tolerance.IMAGE);
        double mean = Math.abs(quiet.abs().mean().getFloat() - number("backbone_out_noise_none_mean_abs"));
        table.judge("backbone without noise, mean", mean, Tolerance.IMAGE);
        NDArray second = fixture.row(session, "ws", 1).expandDims(1).repeat(1, generator.layers());
        checksum(generator.synthesis().planeImage(ops, weights, second, true));
        SynthesisedHead head = generator.synthesise(ops, weights, ws);
        if (fixture.io().has("planes")) {
            table.compare("planes", head.planes(), fixture.io().get("planes"), Tolerance.IMAGE);
        }
        if (head.background() != null) {
            table.compare("background", head.background(), fixture.io().get("background"), Tolerance.IMAGE);
        }
    }

    /** Mean, mean magnitude and two entries. */
    private void checksum(NDArray image) {
        float[] expected = fixture.io().get("backbone_out_z1_checksum").values();
        double[] ours = {
            image.mean().getFloat(), image.abs().mean().getFloat(), image.getFloat(at(0)), image.getFloat(at(1))
        };
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(ours[i] - expected[i]));
        }
        table.judge("backbone of another w", largest, Tolerance.IMAGE);
    }

    private static long[] at(int entry) {
        return Arrays.stream(CHECKED[entry]).asLongStream().toArray();
    }

    private void field(TensorSession session) {
        TensorOps ops = session.ops();
        SynthesisedHead head =
                fixture.generator().synthesise(ops, fixture.weights(), fixture.array(session, "ws_plus"));
        NDArray points = fixture.array(session, "points").expandDims(0);
        NDArray features = fixture.preset().planes().features(ops, head.planes(), points);
        FieldSamples decoded =
                fixture.generator().field(fixture.weights(), head).at(ops, points);

        NpzFile io = fixture.io();
        table.compare("features at points", features.transpose(0, 1, 3, 2), io.get("points_features"), Tolerance.IMAGE);
        table.compare("density at points", decoded.density(), io.get("points_sigma"), Tolerance.IMAGE);
        table.compare("colour at points", decoded.colour(), io.get("points_rgb"), Tolerance.IMAGE);
    }
}
