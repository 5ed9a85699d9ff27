package org.balancehead.actors.inference;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.tensor.NotFiniteException;

/**
 * The first avatar and view of a model, made of a grey picture before anybody waits for them: first uses take several
 * times longer than later ones, a model that cannot do this must not be served, and what it takes tells when later work
 * hangs.
 */
final class WarmUp {
    private static final int SLICES = 2;

    private final HeadModel model;
    private final Map<Lane, Duration> took = new EnumMap<>(Lane.class);

    private WarmUp(HeadModel model) {
        this.model = model;
    }

    /** Warms the model up, and gives it back with what that took; closes it when it fails. */
    static WarmModel of(HeadModel model) {
        WarmUp warmUp = new WarmUp(model);
        boolean warm = false;
        try {
            warmUp.run();
            warm = true;
        } catch (NotFiniteException nothing) {
            throw new CheckpointException("The model's first view shows nothing: " + nothing.getMessage(), nothing);
        } finally {
            if (!warm) {
                model.close();
            }
        }
        return new WarmModel(model, warmUp.took);
    }

    private void run() {
        List<AlignedHead> grey = List.of(AlignedHead.grey(model.imageSize()));
        try (Inversion inversion = timed(Lane.INVERTING, () -> model.invert(grey))) {
            for (int slice = 0; slice < SLICES && !inversion.finished(); slice++) {
                timed(Lane.INVERTING, inversion::step).revised().ifPresent(this::renderAndClose);
            }
        }
    }

    private void renderAndClose(Avatar avatar) {
        try (avatar) {
            RgbImage view = timed(Lane.RENDERING, () -> model.render(avatar, CameraPose.orbit(0, 0)));
            GoldenView.check(avatar.revision(), view, model.imageSize());
        }
    }

    private <T> T timed(Lane lane, Supplier<T> work) {
        long began = System.nanoTime();
        T result = work.get();
        took.merge(lane, Duration.ofNanos(System.nanoTime() - began), BinaryOperator.maxBy(naturalOrder()));
        return result;
    }
}
