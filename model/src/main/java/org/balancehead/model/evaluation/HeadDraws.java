package org.balancehead.model.evaluation;

import java.util.List;
import java.util.Optional;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.image.RgbImage;

/** A generator as evaluation sees it: it draws heads of nobody and shows them. */
public interface HeadDraws {
    /** Side of the square pictures. */
    int imageSize();

    /** What a head is told. */
    ConditionKind condition();

    /** What describes people to it; empty where its condition has no semantic feature. Stays its owner's. */
    Optional<SemanticEncoder> encoder();

    /**
     * Draws one head and shows it on white.
     *
     * @param seed of what the condition leaves open
     * @param told the view in the condition; of no account where the condition has none
     * @param identity of the data, whose semantic feature is in the condition; of no account where it has none
     * @param cameras where the head is seen from
     * @return a picture for each camera
     */
    List<RgbImage> pictures(long seed, CameraPose told, int identity, List<CameraPose> cameras);
}
