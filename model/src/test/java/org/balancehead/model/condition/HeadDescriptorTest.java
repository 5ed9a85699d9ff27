package org.balancehead.model.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HeadDescriptorTest {
    private static final String FACES = "/org/balancehead/model/face/";

    private static TensorEngine engine;
    private static HeadDescriptor descriptor;
    private static MediaPipeFaceAnalyzer analyzer;

    @BeforeAll
    static void open() {
        engine = TensorEngine.onCpu();
        descriptor = HeadDescriptor.open(engine);
        analyzer = MediaPipeFaceAnalyzer.open();
    }

    @AfterAll
    static void close() {
        analyzer.close();
        descriptor.close();
        engine.close();
    }

    @Test
    void givesNumbersWhoseMeanSquareIsOne() throws Exception {
        float[] feature = descriptor.encode(head("astronaut.jpg"));

        double squares = 0;
        for (float number : feature) {
            squares += number * number / feature.length;
        }
        assertThat(feature).hasSize(descriptor.dimension()).hasSize(128);
        assertThat(squares).isCloseTo(1, within(1e-4));
    }

    @Test
    void tellsPhotographedPeopleApart() throws Exception {
        float[] man = descriptor.encode(head("webcam_000.jpg"));
        float[] sameMan = descriptor.encode(head("webcam_040.jpg"));
        float[] astronaut = descriptor.encode(head("astronaut.jpg"));
        float[] darkAstronaut = descriptor.encode(head("dark_astronaut.jpg"));
        float[] hopper = descriptor.encode(head("portrait_hopper.jpg"));

        // measured: 0.84 and 0.64 of the same, −0.08…0 of different people
        assertThat(SemanticEncoder.cosine(man, sameMan)).isGreaterThan(0.6);
        assertThat(SemanticEncoder.cosine(astronaut, darkAstronaut)).isGreaterThan(0.4);
        assertThat(SemanticEncoder.cosine(man, astronaut)).isLessThan(0.3);
        assertThat(SemanticEncoder.cosine(man, hopper)).isLessThan(0.3);
        assertThat(SemanticEncoder.cosine(astronaut, hopper)).isLessThan(0.3);
    }

    @Test
    void doesNotSeeTheGroundOfAPhotograph() throws Exception {
        AlignedHead head = head("astronaut.jpg");
        byte[] repainted = head.crop().rgb().clone();
        for (int i = 0; i < repainted.length; i++) {
            if (head.mask().alpha()[i / 3] == 0) {
                repainted[i] = 40;
            }
        }
        RgbImage crop = new RgbImage(head.crop().width(), head.crop().height(), repainted);

        float[] feature = descriptor.encode(new AlignedHead(crop, head.mask(), head.camera(), head.known()));

        assertThat(repainted).isNotEqualTo(head.crop().rgb());
        assertThat(feature).isEqualTo(descriptor.encode(head));
    }

    @Test
    void encodesManyPicturesAsOneByOne() {
        RgbImage[] greys = new RgbImage[40];
        for (int i = 0; i < greys.length; i++) {
            byte[] rgb = new byte[64 * 64 * 3];
            Arrays.fill(rgb, (byte) (6 * i));
            greys[i] = new RgbImage(64, 64, rgb);
        }

        float[][] features = descriptor.encodeAll(List.of(greys));

        assertThat(features).hasNumberOfRows(40);
        for (int i = 0; i < greys.length; i += 13) {
            assertThat(features[i]).containsExactly(descriptor.encode(greys[i]), within(1e-4f));
        }
    }

    private static AlignedHead head(String file) throws Exception {
        Path picture =
                Path.of(HeadDescriptorTest.class.getResource(FACES + file).toURI());
        return analyzer.analyse(ImageFiles.read(picture)).head().orElseThrow();
    }
}
