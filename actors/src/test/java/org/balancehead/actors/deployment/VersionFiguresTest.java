package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.Test;

class VersionFiguresTest {
    private final VersionFigures figures = new VersionFigures();

    @Test
    void givesThe95thPercentileOfTheLastViewsAndTheMedianOfAvatars() {
        for (int millis = 1; millis <= 100; millis++) {
            figures.rendered(Duration.ofMillis(millis));
        }
        for (double psnr : new double[] {30, 10, 20}) {
            figures.finished(new Revision(1, Stage.TUNING, psnr, psnr / 100));
        }

        Observed observed = figures.observed();

        assertThat(observed.views()).isEqualTo(100);
        assertThat(observed.renderP95Millis()).hasValue(95);
        assertThat(observed.avatars()).isEqualTo(3);
        assertThat(observed.psnr()).hasValue(20);
        assertThat(observed.identity()).hasValue(0.2);
    }

    @Test
    void remembersTheLastThousandOrSoViewsButCountsAll() {
        for (int i = 0; i < 3000; i++) {
            figures.rendered(Duration.ofMillis(i < 1900 ? 1000 : 10));
        }

        assertThat(figures.observed().views()).isEqualTo(3000);
        assertThat(figures.observed().renderP95Millis()).hasValue(10);
    }

    @Test
    void countsNothingOfWhatWasBeforeAReset() {
        figures.rendered(Duration.ofMillis(1));
        figures.failed();
        figures.reset();

        assertThat(figures.observed().views()).isZero();
        assertThat(figures.observed().errorRate()).isZero();
        assertThat(figures.observed().renderP95Millis()).isEmpty();
    }

    @Test
    void hearsOfViewsAndOfTheBestAvatarOfEachInversionThatCameToItsEnd() {
        try (WatchedModel model = new WatchedModel(new FakeHeadModel(), figures);
                Inversion whole = model.invert(List.of(Heads.aligned(0)));
                Inversion broken = model.invert(List.of(Heads.aligned(0)))) {
            broken.step().revised().orElseThrow().close();
            while (!whole.finished()) {
                whole.step().revised().ifPresent(avatar -> {
                    model.render(avatar, CameraPose.orbit(0, 0));
                    avatar.close();
                });
            }
        }

        assertThat(figures.observed().views()).isEqualTo(4);
        assertThat(figures.observed().avatars()).isEqualTo(1);
        assertThat(figures.observed().psnr()).hasValue(20);
    }
}
