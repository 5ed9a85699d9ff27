package org.balancehead.model.training.adversarial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.generator.CachedHead;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.PlanePictures;
import org.balancehead.model.inversion.SampleSeed;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * Heads of fixed seeds, as a generator in training makes them; each is told the feature of one of the data's
 * identities, and the frontal view where it is told a view.
 *
 * @param features standardised, by identity
 */
record SampledHeads(
        TensorEngine engine, HeadGenerator generator, ParameterMap weights, ConditionKind kind, float[][] features) {
    /** The pictures of a seed's head on white, one for each camera. */
    List<RgbImage> pictures(long seed, List<CameraPose> cameras) {
        Random random = SampleSeed.random(seed);
        float[] feature = features[random.nextInt(features.length)];
        float[] latent = new float[generator.preset().mapping().latent()];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) random.nextGaussian();
        }
        float[] told = kind.of(CameraPose.orbit(0, 0), feature);
        List<RgbImage> pictures = new ArrayList<>();
        try (TensorSession session = engine.inference()) {
            NDArray z = session.memory().create(latent, new Shape(1, latent.length));
            NDArray condition = session.memory().create(told, new Shape(1, told.length));
            NDArray ws = generator.map(session.ops(), weights, z, condition, Truncation.NONE);
            SynthesisedHead head = generator.synthesise(session.ops(), weights, ws);
            CachedHead cached = generator.cache(session.ops(), weights, head);
            PlanePictures shown = new PlanePictures(generator, weights);
            cameras.forEach(camera -> pictures.add(shown.finished(session, cached, camera)));
        }
        return pictures;
    }
}
