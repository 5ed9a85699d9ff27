package org.balancehead.model.evaluation;

import java.util.List;
import java.util.function.IntFunction;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;

/**
 * What a checkpoint draws, nothing truncated.
 *
 * @param semantic the semantic feature of an identity of the data; empty where heads are told none
 */
record ModelDraws(HeadModel model, ConditionKind condition, IntFunction<float[]> semantic) implements HeadDraws {
    private static final double PSI = 1;

    @Override
    public int imageSize() {
        return model.imageSize();
    }

    @Override
    public List<RgbImage> pictures(long seed, CameraPose told, int identity, List<CameraPose> cameras) {
        try (Avatar head = model.draw(seed, PSI, condition.of(told, semantic.apply(identity)))) {
            return cameras.stream().map(camera -> model.render(head, camera)).toList();
        }
    }
}
