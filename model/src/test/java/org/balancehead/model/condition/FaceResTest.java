package org.balancehead.model.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceResTest {
    private static final String FACES = "/org/balancehead/model/face/";

    private static TensorEngine engine;
    private static FaceRes faceRes;
    private static MediaPipeFaceAnalyzer analyzer;

    @BeforeAll
    static void open() {
        engine = TensorEngine.onCpu();
        faceRes = FaceRes.open(engine);
        analyzer = MediaPipeFaceAnalyzer.open();
    }

    @AfterAll
    static void close() {
        analyzer.close();
        faceRes.close();
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "faceres.json, 5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df",
        "faceres.bin, 2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b"
    })
    void bundlesTheFilesThatNoticeNames(String name, String sha256) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource(name));

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }

    /**
     * The .f32 file holds what TensorFlow.js 4.22.0 (its plain CPU backend) computes from the same files and picture,
     * blue first and less the mean colour: {@code execute(x, 'global_pooling/Mean')}, little-endian.
     */
    @Test
    void agreesWithTensorFlow() throws Exception {
        float[] expected = new float[1024];
        ByteBuffer.wrap(resource("astronaut_face_224.f32"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(expected);

        float[] descriptor;
        try (TensorSession session = engine.inference()) {
            NDArray face = Crops.toArray(session, List.of(picture("astronaut_face_224.png")));
            descriptor = faceRes.descriptor(session, face).toFloatArray();
        }

        assertThat(descriptor).containsExactly(expected, within(1e-3f));
    }

    @Test
    void recognisesAPersonAndTellsOthersApart() throws Exception {
        float[] man = feature("webcam_000.jpg");
        float[] sameMan = feature("webcam_040.jpg");
        float[] astronaut = feature("astronaut.jpg");
        float[] darkAstronaut = feature("dark_astronaut.jpg");
        float[] hopper = feature("portrait_hopper.jpg");

        assertThat(SemanticEncoder.cosine(man, sameMan)).isGreaterThan(0.75);
        assertThat(SemanticEncoder.cosine(astronaut, darkAstronaut)).isGreaterThan(0.75);
        assertThat(SemanticEncoder.cosine(man, astronaut)).isLessThan(0.65);
        assertThat(SemanticEncoder.cosine(man, hopper)).isLessThan(0.65);
        assertThat(SemanticEncoder.cosine(astronaut, hopper)).isLessThan(0.65);
    }

    @Test
    void looksAtTheFaceAlone() throws Exception {
        AlignedHead head = head("astronaut.jpg");
        byte[] repainted = head.crop().rgb().clone();
        for (int i = 0; i < repainted.length; i++) {
            if (i / 3 % 256 < 40) { // a strip at the left
                repainted[i] = 90;
            }
        }

        float[] feature = faceRes.encode(head.crop());

        assertThat(faceRes.encode(new RgbImage(256, 256, repainted))).containsExactly(feature);
    }

    @Test
    void describesPicturesOfAnySizeAlike() throws Exception {
        float[] large = feature("portrait_hopper.jpg");

        float[] small;
        try (MediaPipeFaceAnalyzer smaller = MediaPipeFaceAnalyzer.open(128)) {
            small = faceRes.encode(smaller.analyse(picture(FACES + "portrait_hopper.jpg"))
                    .head()
                    .orElseThrow());
        }

        assertThat(SemanticEncoder.cosine(large, small)).isGreaterThan(0.9);
    }

    @Test
    void passesGradientsToThePicture() throws Exception {
        RgbImage crop = head("astronaut.jpg").crop();

        try (TensorSession session = engine.gradients()) {
            NDArray rgb = Crops.toArray(session, List.of(crop));
            rgb.setRequiresGradient(true);
            NDArray feature = faceRes.describe(session, rgb, CameraPose.orbit(0, 0));
            NDArray gradient = session.ops().grad(List.of(feature.square().sum()), List.of(rgb), false)[0];

            assertThat(gradient.getShape()).isEqualTo(rgb.getShape());
            assertThat(gradient.abs().sum().getFloat()).isPositive();
        }
    }

    private static float[] feature(String file) throws Exception {
        return faceRes.encode(head(file));
    }

    private static AlignedHead head(String file) throws Exception {
        return analyzer.analyse(picture(FACES + file)).head().orElseThrow();
    }

    private static RgbImage picture(String name) throws Exception {
        return ImageFiles.read(Path.of(FaceResTest.class.getResource(name).toURI()));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FaceResTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
