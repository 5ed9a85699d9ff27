package org.balancehead.model.training.semantic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.training.ColourJitter;
import org.balancehead.model.training.PictureAugmentation;

/**
 * How good a semantic encoder is as a condition: does it tell heads apart, and does it know what they look like?
 *
 * @param retrieval of augmented frontal pictures of unseen heads among the clean ones of all heads
 * @param traits of unseen heads, by a linear map learnt on the others; none where there are no others
 */
public record EncoderEvaluation(Retrieval retrieval, Optional<TraitPrediction> traits) {
    private static final int SIDE = 256;
    private static final int AUGMENTATIONS = 4; // of each head
    private static final int BATCH = 32;
    private static final double EXPOSURE = 0.12;
    private static final double BALANCE = 0.05;
    private static final long SEED = 1;

    /**
     * Evaluates an encoder.
     *
     * @param unseen a synthetic dataset of heads to seek and to tell the traits of
     * @param others a synthetic dataset of heads to be told apart from, and to learn from how features tell traits
     * @throws org.balancehead.model.dataset.UnusableDatasetException when a dataset is no synthetic one
     * @throws org.balancehead.model.image.UnreadableImageException when a picture cannot be read
     */
    public static EncoderEvaluation of(
            SemanticEncoder encoder, Path unseen, Optional<Path> others, FrontalFeatures.Progress progress)
            throws IOException {
        SemanticFeatures own = FrontalFeatures.of(unseen, encoder, progress);
        List<float[]> gallery = new ArrayList<>(rows(own));
        Optional<TraitPrediction> traits = Optional.empty();
        if (others.isPresent()) {
            SemanticFeatures known = FrontalFeatures.of(others.get(), encoder, progress);
            gallery.addAll(rows(known));
            traits = Optional.of(TraitPrediction.of(
                    rows(known).toArray(float[][]::new),
                    HeadTraits.of(others.get(), known.identities()),
                    rows(own).toArray(float[][]::new),
                    HeadTraits.of(unseen, own.identities())));
        }
        FrontalHeads heads = FrontalHeads.read(unseen, SIDE);
        int[] owners = new int[heads.names().size() * AUGMENTATIONS];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = i / AUGMENTATIONS;
        }
        float[][] queries = queries(encoder, heads).toArray(float[][]::new);
        return new EncoderEvaluation(Retrieval.of(queries, owners, gallery.toArray(float[][]::new)), traits);
    }

    private static List<float[]> rows(SemanticFeatures features) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < features.identities().size(); i++) {
            rows.add(features.of(i));
        }
        return rows;
    }

    private static List<float[]> queries(SemanticEncoder encoder, FrontalHeads heads) {
        Random random = new Random(SEED);
        PictureAugmentation augmentation = new PictureAugmentation(SIDE);
        float[] clean = new float[heads.length()];
        float[] augmented = new float[heads.length()];
        List<RgbImage> pictures = new ArrayList<>();
        List<float[]> features = new ArrayList<>();
        for (int head = 0; head < heads.names().size(); head++) {
            heads.read(head, false, clean);
            for (int i = 0; i < AUGMENTATIONS; i++) {
                augmentation.apply(clean, ColourJitter.draw(random, EXPOSURE, BALANCE), random, augmented, 0);
                pictures.add(toImage(augmented));
            }
            if (pictures.size() >= BATCH || head == heads.names().size() - 1) {
                features.addAll(List.of(encoder.encodeAll(pictures)));
                pictures.clear();
            }
        }
        return features;
    }

    private static RgbImage toImage(float[] planes) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round(255 * planes[i % 3 * SIDE * SIDE + i / 3]);
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }
}
