package org.balancehead.tests.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.parity.NpzFile;
import org.balancehead.model.planes.HyPlane;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.planes.SphereMap;
import org.balancehead.model.planes.TriGrid;
import org.balancehead.model.planes.TriPlane;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Look-ups of planes agree with numbers that the published code of EG3D and its descendants gave. */
class PlanesParityTest {
    private static final NpzFile FIXTURE = NpzFile.read(Fixtures.file("operations.npz"));
    private static final ParityTable TABLE = new ParityTable();
    private static final double ROUNDING = 3e-6;

    private static TensorEngine engine;
    private TensorSession session;
    private TensorOps ops;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        System.out.println(TABLE);
        engine.close();
    }

    @BeforeEach
    void open() {
        session = engine.inference();
        ops = session.ops();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource({"SQUARE, laea_elliptical", "DISC, laea_disc", "ANGLES, theta_phi"})
    void looksHyPlanesUp(SphereMap map, String key) {
        HyPlane planes = new HyPlane(4, 8, 1, map, HyPlane.Split.UNIFY);

        lookUp(planes, array("planes/hyplane_map").squeeze(1), "planes/hyplane_" + key);
    }

    @Test
    void looksHyPlanesOfSplitChannelsUp() {
        NDArray image = array("planes/hyplane_map").squeeze(1);
        NDArray top = image.get(":,:,0:8,0:8").concat(image.get(":,:,0:8,8:16"), 1);
        NDArray bottom = image.get(":,:,8:16,0:8").concat(image.get(":,:,8:16,8:16"), 1);
        HyPlane planes = new HyPlane(4, 8, 1, SphereMap.SQUARE, HyPlane.Split.CHANNELS);

        lookUp(planes, top.concat(bottom, 1), "planes/hyplane_laea_elliptical");
    }

    @ParameterizedTest
    @CsvSource({"1, eg3d_box1", "1.6, eg3d_box1.6"})
    void looksTriPlanesUp(double boxSide, String key) {
        TriPlane planes = new TriPlane(4, 8, boxSide, TriPlane.Axes.RELEASED);

        lookUp(planes, array("planes/eg3d_planes").reshape(1, 12, 8, 8), "planes/" + key);
    }

    @Test
    void looksTriPlanesOfOrthogonalAxesUp() {
        TriPlane planes = new TriPlane(4, 8, 1, TriPlane.Axes.ORTHOGONAL);
        NDArray grid = array("planes/panohead_grid_depth3").reshape(1, 3, 4, 3, 8, 8);
        NDArray onNormal = session.memory().create(new float[] {0.1f, -0.2f, 0}, new Shape(1, 1, 3));

        NDArray plane = planes.features(ops, grid.get(":,:,:,1"), onNormal);
        NDArray middle = new TriGrid(4, 8, 3, 1).features(ops, grid, onNormal);

        TABLE.compare("(x, y) plane", plane.get(":,0"), middle.get(":,0").toFloatArray(), ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"1, panohead_depth1", "3, panohead_depth3"})
    void looksTriGridsUp(int depth, String key) {
        NDArray image = array("planes/panohead_grid_depth" + depth).reshape(1, 12L * depth, 8, 8);

        lookUp(new TriGrid(4, 8, depth, 1), image, "planes/" + key);
    }

    @Test
    void looksSphericalPlanesUp() {
        NDArray features = ops.call("ball_features", array("planes/spherehead_planes"), points(), 2.0);

        compareFeatures(features, "planes/spherehead_box1");
    }

    private void lookUp(PlaneRepresentation planes, NDArray image, String key) {
        try (ParameterMap none = new ParameterMap(engine)) {
            compareFeatures(planes.features(ops, planes.arrange(ops, none, image), points()), key);
        }
    }

    private NDArray points() {
        return array("points").expandDims(0);
    }

    private static void compareFeatures(NDArray features, String key) {
        TABLE.compare(key, features.transpose(0, 1, 3, 2), FIXTURE.get(key).values(), 2e-5);
    }

    private NDArray array(String key) {
        NpzFile.FloatArray array = FIXTURE.get(key);
        return session.memory().create(array.values(), new Shape(array.shape()));
    }
}
