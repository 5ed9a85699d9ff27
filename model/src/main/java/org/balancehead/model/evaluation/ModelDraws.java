package org.balancehead.model.evaluation;

import java.util.List;
import java.util.Optional;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;

/**
 * What a checkpoint draws, nothing truncated.
 *
 * @param semantics the semantic features of the data's identities; empty where heads are told none
 */
record ModelDraws(HeadModel model, ConditionKind condition, Optional<FrontalSemantics> semantics) implements HeadDraws {
    private static final double PSI = 1;
    private static final float[] NONE = {};

    @Override
    public int imageSize() {
        return model.imageSize();
    }

    @Override
    public Optional<SemanticEncoder> encoder() {
        return semantics.map(FrontalSemantics::encoder);
    }

    @Override
    public List<RgbImage> pictures(long seed, CameraPose told, int identity, List<CameraPose> cameras) {
        float[] semantic = semantics.map(features -> features.of(identity)).orElse(NONE);
        try (Avatar head = model.draw(seed, PSI, condition.of(told, semantic))) {
            return cameras.stream().map(camera -> model.render(head, camera)).toList();
        }
    }
}
