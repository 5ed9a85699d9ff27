package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.inversion.HeadGallery;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.closedform.ClosedForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryFittingTest {
    private static final int IDENTITIES = 24;

    @TempDir
    private Path folder;

    @Test
    void keepsWhatTheHeadsLookLikeAndWhoTheyAre() throws IOException {
        float[][] features = features(IDENTITIES, 40);

        fitted(features, (engine, weights, heads) -> {
            assertThat(missed(engine, weights, heads)).isLessThan(0.2);
            assertThat(cosine(engine, weights, features[5], 5)).isCloseTo(1, within(1e-3));
            assertThat(cosine(engine, weights, features[5], 6)).isLessThan(0.8);
        });
    }

    @Test
    void tellsAFewHeadsOfManyNumbersApart() throws IOException {
        float[][] features = features(3, 1024);

        fitted(features, (engine, weights, heads) -> {
            assertThat(cosine(engine, weights, features[2], 2)).isCloseTo(1, within(1e-3));
            assertThat(cosine(engine, weights, features[2], 1)).isLessThan(0);
        });
    }

    private interface Fitted {
        void see(TensorEngine engine, ParameterMap weights, EncodedHeads heads);
    }

    private void fitted(float[][] features, Fitted then) throws IOException {
        ChartPreset preset = ChartPreset.load("miniature");
        PackedViews balls = new BallDataset(folder, 128).write(IDENTITIES, 4);
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap weights = new ParameterMap(engine)) {
            try (ClosedForm closedForm = new ClosedForm(engine, preset, balls, done -> {})) {
                closedForm.putChart(weights);
                closedForm.putEncoder(weights, balls);
            }
            Random random = new Random(1);
            HeadEncoder.initialise(preset, weights, random);
            ChartGenerator.initialise(preset, weights, random);
            EncodedHeads heads = new EncodedHeads(new HeadEncoder(weights), new ChartGenerator(preset, weights), balls);

            new GalleryFitting(engine, heads).fit(weights, features);

            then.see(engine, weights, heads);
        }
    }

    private static float[][] features(int people, int length) {
        Random random = new Random(2);
        float[][] features = new float[people][length];
        for (float[] feature : features) {
            for (int i = 0; i < length; i++) {
                feature[i] = (float) (3 + random.nextGaussian());
            }
        }
        return features;
    }

    /** The share of the small pictures' variance that the linear map misses. */
    private static double missed(TensorEngine engine, ParameterMap weights, EncodedHeads heads) {
        try (TensorSession session = engine.inference()) {
            NDArray made = session.ops()
                    .call("gallery_fronts", weights.get(HeadGallery.W), weights.get(HeadGallery.FRONTS))
                    .reshape(IDENTITIES, HeadGallery.FRONT);
            NDArray mean = made.mean(new int[] {0}, true);
            double error = 0;
            double all = 0;
            for (int i = 0; i < IDENTITIES; i++) {
                NDArray seen = HeadGallery.small(session, heads.front(session, i, i % 2 == 1));
                error += made.get(i + ":" + (i + 1)).sub(seen).square().sum().getFloat();
                all += mean.sub(seen).square().sum().getFloat();
            }
            return error / all;
        }
    }

    private static double cosine(TensorEngine engine, ParameterMap weights, float[] feature, int head) {
        try (TensorSession session = engine.inference()) {
            NDArray asked = session.memory().create(feature).expandDims(0);
            return session.ops()
                    .call("gallery_cosines", weights.get(HeadGallery.PEOPLE), weights.get(HeadGallery.AXES), asked)
                    .getFloat(head);
        }
    }
}
