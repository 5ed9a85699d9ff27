package org.balancehead.model.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.tensor.TensorEngine;

/**
 * Measures what checkpoints draw against one dataset; see the package for the figures. What the data look like is found
 * out once, at the first checkpoint of each size of pictures, and kept. Confined to one thread.
 */
public final class GenerationEvaluation implements AutoCloseable {
    private final GenerationSettings settings;
    private final String device;
    private final EvaluationProgress progress;
    private final TensorEngine engine;
    private final Path data;
    private final FaceRes descriptor;
    private final List<FeatureSpace> spaces;
    private final RealHeads real;
    private final HeadsJudge judge;
    private final Map<Integer, Reference> references = new HashMap<>();
    private final Map<String, FrontalSemantics> semantics = new HashMap<>();

    /**
     * An evaluation in any feature spaces.
     *
     * @param engine of the device; closed with this, as the spaces are
     * @param data the dataset's folder
     * @param views its pictures, of {@link RealHeads#LEAST} identities or more
     */
    GenerationEvaluation(
            TensorEngine engine,
            String device,
            Path data,
            PackedViews views,
            List<FeatureSpace> spaces,
            GenerationSettings settings,
            EvaluationProgress progress) {
        this.engine = engine;
        this.device = device;
        this.data = data;
        this.spaces = spaces;
        this.settings = settings;
        this.progress = progress;
        descriptor = FaceRes.open(engine);
        real = new RealHeads(views, settings.heads());
        judge = new HeadsJudge(real, spaces, descriptor, new FrechetDistance(engine));
    }

    /**
     * Opens the data; nothing is computed yet.
     *
     * @param data the folder of a dataset
     * @param inception a TorchScript network, see {@link InceptionFeatures}, for figures in its features, too
     * @param device {@code cpu}, {@code gpu0}, …: where checkpoints and features are computed
     * @throws UnusableDatasetException when the folder is no dataset, or has too few identities
     * @throws IllegalArgumentException when there is no such device or no such network: in one sentence
     */
    public static GenerationEvaluation open(
            Path data,
            GenerationSettings settings,
            Optional<Path> inception,
            String device,
            EvaluationProgress progress)
            throws IOException {
        PackedViews views = PackedViews.openPictures(data);
        if (views.identities() < RealHeads.LEAST) {
            throw new UnusableDatasetException(
                    "%s has %d identities, too few to judge heads by: give a dataset of %d or more."
                            .formatted(data, views.identities(), RealHeads.LEAST));
        }
        TensorEngine engine = TensorEngine.on(device);
        try {
            List<FeatureSpace> spaces = new ArrayList<>();
            inception.ifPresent(file -> spaces.add(new InceptionFeatures(engine, file)));
            spaces.add(0, new FaceResFeatures(engine));
            return new GenerationEvaluation(engine, device, data, views, spaces, settings, progress);
        } catch (IllegalArgumentException e) {
            engine.close();
            throw e;
        }
    }

    /** How many identities of the data heads are judged against. */
    public int references() {
        return real.references();
    }

    /** The names of the feature spaces, which end the figures' names. */
    public List<String> spaces() {
        return spaces.stream().map(FeatureSpace::name).toList();
    }

    /**
     * The figures of a checkpoint by name: {@code fidFront_S}, {@code fidRandom_S}, {@code bias_S},
     * {@code diversityFront_S}, {@code diversityRandom_S} and, of generators that are told a view,
     * {@code fidRandomOwnView_S} for each feature space S; {@code identity30}, {@code identity60}, {@code identity90};
     * and, of generators that are told who is seen, {@code toldApart} by the face descriptor and {@code toldApartOwn}
     * by the encoder of their condition.
     *
     * @throws CheckpointException when the folder holds no whole checkpoint, or one whose condition is not known here
     */
    public Map<String, Estimate> measure(Path checkpoint) throws IOException {
        Manifest.Condition condition = Checkpoint.open(checkpoint).manifest().condition();
        ConditionKind kind;
        Optional<FrontalSemantics> told = Optional.empty();
        int length;
        try {
            kind = ConditionKind.of(condition.kind());
            length = kind.length(0);
            if (kind.hasSemantic()) {
                FrontalSemantics features = semantics(condition.encoder());
                told = Optional.of(features);
                length = kind.length(features.dimension());
            }
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "%s cannot be told its condition: %s".formatted(checkpoint, e.getMessage()), e);
        }
        if (condition.dimension() != length) {
            throw new CheckpointException("%s has a condition of %d numbers, but '%s' has %d."
                    .formatted(checkpoint, condition.dimension(), kind.word(), length));
        }
        try (HeadModel model = HeadModels.open(checkpoint, device, 1)) {
            return measure(new ModelDraws(model, kind, told));
        }
    }

    /** The means of {@link #measure(Path)} alone. */
    public Map<String, Double> figures(Path checkpoint) throws IOException {
        Map<String, Double> means = new LinkedHashMap<>();
        measure(checkpoint).forEach((name, estimate) -> means.put(name, estimate.mean()));
        return means;
    }

    /** The figures of any generator. */
    public Map<String, Estimate> measure(HeadDraws draws) {
        int side = side(draws.imageSize());
        Reference reference = reference(side);
        int heads = settings.heads();
        List<Map<String, Double>> figures = new ArrayList<>();
        for (int i = 0; i < settings.draws(); i++) {
            int draw = i;
            figures.add(judge.judge(
                    draws,
                    reference,
                    side,
                    heads,
                    draw,
                    done -> progress.show("heads", draw * heads + done, settings.draws() * heads)));
        }
        return Estimate.over(figures);
    }

    /**
     * What the data themselves get, by the side of the pictures, for each that was measured so far: identities that
     * were held back, where there are four times as many as heads are drawn, judged like drawn heads; and the identity
     * of the data's people, where they are seen from the sides.
     */
    public Map<Integer, Map<String, Estimate>> dataFigures() {
        Map<Integer, Map<String, Estimate>> figures = new TreeMap<>();
        references.forEach(
                (side, reference) -> figures.put(side, Estimate.over(List.of(judge.judgeData(reference, side)))));
        return figures;
    }

    private int side(int imageSize) {
        return Math.min(imageSize, real.views().size());
    }

    private Reference reference(int side) {
        Reference known = references.get(side);
        if (known == null) {
            known = judge.reference(side, done -> progress.show("identities of the data", done, real.references()));
            references.put(side, known);
        }
        return known;
    }

    private FrontalSemantics semantics(String encoder) throws IOException {
        FrontalSemantics known = semantics.get(encoder);
        if (known == null) {
            known = FrontalSemantics.open(data, real.views(), encoder, engine);
            semantics.put(encoder, known);
        }
        return known;
    }

    @Override
    public void close() {
        semantics.values().forEach(FrontalSemantics::close);
        spaces.forEach(FeatureSpace::close);
        descriptor.close();
        engine.close();
    }
}
