package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.Advice;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.Test;

class HeadModelBenchmarkTest {
    private static final RgbImage FRAME = new RgbImage(1, 1, new byte[3]);

    /** The fakes' clock: each piece of work moves it on by what it is said to cost. */
    private final AtomicLong nanos = new AtomicLong();

    private final AtomicLong openAvatars = new AtomicLong();
    private final List<Figure> figures = new ArrayList<>();

    @Test
    void measuresTheWayFromAFrameToViews() {
        HeadModelBenchmark benchmark = benchmark(Advice.OK);

        benchmark.run(List.of(FRAME));

        Map<String, Figure> named = figures.stream().collect(Collectors.toMap(Figure::name, Function.identity()));
        assertThat(named).hasSize(7).allSatisfy((name, figure) -> {
            assertThat(figure.threads()).isEqualTo(2);
            assertThat(figure.preset()).isEqualTo("tiny");
        });
        assertThat(value("face_analysis_ms")).isEqualTo(20);
        assertThat(value("first_preview_ms")).isEqualTo(20 + 100 + 40);
        assertThat(value("w_step_ms")).isEqualTo(50);
        assertThat(value("tuning_step_ms")).isEqualTo(100);
        assertThat(value("refined_avatar_s")).isEqualTo(0.4);
        assertThat(value("views_per_second")).isEqualTo(25);
    }

    @Test
    void closesEveryAvatar() {
        benchmark(Advice.OK).run(List.of(FRAME));

        assertThat(openAvatars).hasValue(0);
    }

    @Test
    void refusesFramesWithoutAFrontalFace() {
        HeadModelBenchmark benchmark = benchmark(Advice.LOOK_AT_CAMERA);

        assertThatThrownBy(() -> benchmark.run(List.of(FRAME)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No frame shows the face from the front.");
    }

    private double value(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    private HeadModelBenchmark benchmark(Advice advice) {
        return new HeadModelBenchmark(
                new FakeAnalyzer(advice), new FakeModel(), new Stopwatch(nanos::get), 2, figures::add);
    }

    private void work(int milliseconds) {
        nanos.addAndGet(milliseconds * 1_000_000L);
    }

    private final class FakeAnalyzer implements FaceAnalyzer {
        private final Advice advice;

        FakeAnalyzer(Advice advice) {
            this.advice = advice;
        }

        @Override
        public FaceAnalysis analyse(RgbImage frame) {
            work(20);
            Mask mask = new Mask(1, 1, new float[1]);
            AlignedHead head = new AlignedHead(frame, mask, CameraPose.orbit(0, 0), mask);
            return new FaceAnalysis(advice, 0.9, Optional.empty(), Optional.of(head));
        }

        @Override
        public Optional<FacePose> follow(RgbImage frame, FacePose before) {
            throw new UnsupportedOperationException("Nobody is followed here.");
        }

        @Override
        public void close() {}
    }

    private final class FakeModel implements HeadModel {
        @Override
        public ModelVersion version() {
            return new ModelVersion("fake", "1", 1, "tiny", "digest");
        }

        @Override
        public int imageSize() {
            return 1;
        }

        @Override
        public Inversion invert(List<AlignedHead> views) {
            return new FakeInversion();
        }

        @Override
        public Avatar sample(long seed, double psi) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Avatar draw(long seed, double psi, float[] condition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RgbImage> render(List<View> views) {
            work(40);
            return List.of(FRAME);
        }

        @Override
        public long memoryInUse() {
            return 0;
        }

        @Override
        public AvatarCopy copy(Avatar avatar) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Avatar restore(AvatarCopy copy) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    /** Encoder, two steps of w in one slice, two of tuning in two; each slice takes 100 ms. */
    private final class FakeInversion implements Inversion {
        private final List<InversionProgress> slices = new ArrayList<>(List.of(
                progress(Stage.ENCODER, 1, true),
                progress(Stage.W, 2, true),
                progress(Stage.TUNING, 1, false),
                progress(Stage.TUNING, 2, false)));

        private InversionProgress progress(Stage stage, int step, boolean revised) {
            return new InversionProgress(
                    stage, step, 2, 0, 0, revised ? Optional.of(new FakeAvatar()) : Optional.empty());
        }

        @Override
        public boolean finished() {
            return slices.isEmpty();
        }

        @Override
        public InversionProgress step() {
            work(100);
            InversionProgress progress = slices.remove(0);
            openAvatars.addAndGet(progress.revised().isPresent() ? 1 : 0);
            return progress;
        }

        @Override
        public void close() {}
    }

    private final class FakeAvatar implements Avatar {
        @Override
        public Revision revision() {
            return new Revision(1, Stage.W, 20, 0.5);
        }

        @Override
        public void close() {
            openAvatars.decrementAndGet();
        }
    }
}
