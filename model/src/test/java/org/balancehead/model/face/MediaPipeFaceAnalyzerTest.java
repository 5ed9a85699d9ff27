package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.balancehead.model.image.Mask;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaPipeFaceAnalyzerTest {
    private static MediaPipeFaceAnalyzer analyzer;

    @BeforeAll
    static void open() {
        analyzer = MediaPipeFaceAnalyzer.open();
    }

    @AfterAll
    static void close() {
        analyzer.close();
    }

    @ParameterizedTest
    @CsvSource({
        "astronaut.jpg, OK",
        "portrait_hopper.jpg, OK",
        "webcam_000.jpg, OK",
        "webcam_040.jpg, OK",
        "webcam_080.jpg, OK",
        "dark_astronaut.jpg, TOO_DARK",
        "blurred_hopper.jpg, TOO_BLURRED",
        "noface_coffee.jpg, NO_FACE"
    })
    void advises(String file, Advice advice) {
        assertThat(analyzer.analyse(TestPictures.read(file)).advice()).isEqualTo(advice);
    }

    @Test
    void tellsNothingOfAFrameWithoutAFace() {
        FaceAnalysis analysis = analyzer.analyse(TestPictures.read("noface_coffee.jpg"));

        assertThat(analysis.score()).isZero();
        assertThat(analysis.pose()).isEmpty();
        assertThat(analysis.head()).isEmpty();
    }

    @Test
    void seesThatThereAreTwo() {
        RgbImage two = TestPictures.beside(
                TestPictures.read("astronaut.jpg"),
                Resampling.resize(TestPictures.read("portrait_hopper.jpg"), 437, 512));

        FaceAnalysis analysis = analyzer.analyse(two);

        assertThat(analysis.advice()).isEqualTo(Advice.SEVERAL_FACES);
        assertThat(analysis.head()).isEmpty();
    }

    @Test
    void overlooksAFarFaceBehindANearOne() {
        RgbImage two = TestPictures.beside(
                TestPictures.read("portrait_hopper.jpg"),
                Resampling.resize(TestPictures.read("astronaut.jpg"), 300, 300));

        assertThat(analyzer.analyse(two).advice()).isEqualTo(Advice.OK);
    }

    @Test
    void asksAFarFaceToComeCloser() {
        RgbImage far = Resampling.resize(TestPictures.read("astronaut.jpg"), 256, 256);

        assertThat(analyzer.analyse(far).advice()).isEqualTo(Advice.COME_CLOSER);
    }

    @Test
    void asksAFaceThatLeavesTheFrameToMoveBack() {
        RgbImage close = TestPictures.part(TestPictures.read("portrait_hopper.jpg"), 160, 130, 210, 230);

        assertThat(analyzer.analyse(close).advice()).isEqualTo(Advice.MOVE_BACK);
    }

    @Test
    void noticesACoveredMouth() {
        RgbImage masked = TestPictures.painted(TestPictures.read("portrait_hopper.jpg"), 165, 240, 210, 100);

        assertThat(analyzer.analyse(masked).advice()).isEqualTo(Advice.FACE_COVERED);
    }

    @Test
    void looksAtARolledHeadAsAtAnUprightOne() {
        RgbImage upright = TestPictures.read("portrait_hopper.jpg");
        FaceAnalysis straight = analyzer.analyse(upright);

        FaceAnalysis rolled = analyzer.analyse(TestPictures.turnedClockwise(upright, 40));

        assertThat(rolled.advice()).isEqualTo(Advice.OK);
        assertThat(rolled.pose().orElseThrow().rollDegrees()
                        - straight.pose().orElseThrow().rollDegrees())
                .isCloseTo(40, within(4.0));
        assertThat(rolled.pose().orElseThrow().yawDegrees())
                .isCloseTo(straight.pose().orElseThrow().yawDegrees(), within(4.0));
        assertThat(TestPictures.difference(
                        straight.head().orElseThrow().crop(),
                        rolled.head().orElseThrow().crop()))
                .isLessThan(20);
    }

    @Test
    void asksATurnedHeadToLookAtTheCameraAndKeepsItAllTheSame() {
        RgbImage turned = TestPictures.framed(TestPictures.read("synthetic_left_side.png"), 64);

        FaceAnalysis analysis = analyzer.analyse(turned);

        assertThat(analysis.advice()).isEqualTo(Advice.LOOK_AT_CAMERA);
        assertThat(analysis.pose().orElseThrow().yawDegrees()).isCloseTo(30, within(5.0));
        assertThat(analysis.head()).isPresent();
    }

    @Test
    void givesASyntheticViewBackAsItsOwnCrop() {
        RgbImage view = TestPictures.read("synthetic_frontal.png");

        AlignedHead head =
                analyzer.analyse(TestPictures.framed(view, 64)).head().orElseThrow();

        assertThat(TestPictures.difference(view, head.crop())).isLessThan(10);
    }

    @Test
    void cutsTheHeadWithItsCamera() {
        FaceAnalysis analysis = analyzer.analyse(TestPictures.read("webcam_000.jpg"));

        AlignedHead head = analysis.head().orElseThrow();
        assertThat(head.crop().width()).isEqualTo(256);
        assertThat(head.crop().height()).isEqualTo(256);
        assertThat(head.camera().yawDegrees())
                .isCloseTo(analysis.pose().orElseThrow().yawDegrees(), within(1e-4));
        assertThat(head.camera().pitchDegrees())
                .isCloseTo(analysis.pose().orElseThrow().pitchDegrees(), within(1e-4));
    }

    @Test
    void masksTheHeadAndLeavesTheGroundOut() {
        AlignedHead head =
                analyzer.analyse(TestPictures.read("webcam_000.jpg")).head().orElseThrow();

        Mask mask = head.mask();
        assertThat(alpha(mask, 128, 128)).isGreaterThan(0.99f);
        assertThat(alpha(mask, 128, 240)).isGreaterThan(0.99f); // the collar
        assertThat(alpha(mask, 10, 60)).isZero();
        assertThat(alpha(mask, 245, 60)).isZero();
        assertThat(alpha(mask, 128, 4)).isZero();
    }

    @Test
    void repeatsTheEdgeOutsideThePictureAndSaysSo() {
        RgbImage close = TestPictures.part(TestPictures.read("astronaut.jpg"), 140, 20, 200, 200);

        AlignedHead head = analyzer.analyse(close).head().orElseThrow();

        assertThat(alpha(head.known(), 128, 128)).isEqualTo(1);
        assertThat(alpha(head.known(), 2, 128)).isZero();
        assertThat(alpha(head.mask(), 2, 250)).isZero();
        assertThat(head.crop().channel(0, 128, 0)).isEqualTo(head.crop().channel(2, 128, 0));
    }

    @Test
    void cutsCropsOfTheSizeAskedFor() {
        try (MediaPipeFaceAnalyzer small = MediaPipeFaceAnalyzer.open(64)) {
            AlignedHead head =
                    small.analyse(TestPictures.read("astronaut.jpg")).head().orElseThrow();

            assertThat(head.crop().width()).isEqualTo(64);
            assertThat(head.mask().width()).isEqualTo(64);
        }
    }

    @Test
    void refusesCropsOfNoSize() {
        assertThatThrownBy(() -> MediaPipeFaceAnalyzer.open(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void survivesFramesOfOnePixelAndOfOneLine() {
        assertThat(analyzer.analyse(new RgbImage(1, 1, new byte[3])).advice()).isEqualTo(Advice.NO_FACE);
        assertThat(analyzer.analyse(new RgbImage(3000, 1, new byte[9000])).advice())
                .isEqualTo(Advice.NO_FACE);
    }

    @Test
    void followsAFaceThatMovedAsTrulyAsItFindsIt() {
        RgbImage first = TestPictures.read("webcam_000.jpg");
        FacePose before = analyzer.analyse(first).pose().orElseThrow();
        RgbImage moved = TestPictures.turnedClockwise(first, 8);

        FacePose found = analyzer.analyse(moved).pose().orElseThrow();
        FacePose followed = analyzer.follow(moved, before).orElseThrow();

        assertThat(followed.rollDegrees() - before.rollDegrees()).isCloseTo(8, within(2.0));
        assertThat(followed.yawDegrees()).isCloseTo(found.yawDegrees(), within(1.5));
        assertThat(followed.pitchDegrees()).isCloseTo(found.pitchDegrees(), within(1.5));
        assertThat(followed.box().left()).isCloseTo(found.box().left(), within(0.01));
        assertThat(followed.box().height()).isCloseTo(found.box().height(), within(0.02));
    }

    @Test
    void losesAFaceThatIsNotThereAnyMore() {
        FacePose before =
                analyzer.analyse(TestPictures.read("webcam_000.jpg")).pose().orElseThrow();

        assertThat(analyzer.follow(TestPictures.read("noface_coffee.jpg"), before))
                .isEmpty();
        assertThat(analyzer.follow(new RgbImage(1, 1, new byte[3]), before)).isEmpty();
    }

    @Test
    void freesWhatAnAnalysisTakes() {
        RgbImage frame = TestPictures.read("webcam_000.jpg");
        analyse(frame, 50);
        long objects = Pointer.totalCount();
        long bytes = Pointer.physicalBytes();

        analyse(frame, 150);

        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(objects);
        long leftByEach = 7_000_000; // without the scope; the Java heap may grow meanwhile
        assertThat(Pointer.physicalBytes() - bytes).isLessThan(150 * leftByEach / 2);
    }

    private static void analyse(RgbImage frame, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(analyzer.analyse(frame).head()).isPresent();
        }
    }

    private static float alpha(Mask mask, int x, int y) {
        return mask.alpha()[y * mask.width() + x];
    }
}
