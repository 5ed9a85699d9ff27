package org.balancehead.model;

import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.tensor.NotFiniteException;

/**
 * A checkpoint opened on one device: inverts people into avatars and renders them from any side.
 *
 * <p>Its weights are read-only, and every call has a session of its own; so several threads may call it at a time, an
 * inversion's step beside a render, say. Each inversion and each avatar that it handed out is confined: to one thread
 * at a time, which may be another than the one that made it. Closing the model frees its weights; avatars and
 * inversions must be closed before, and no call may be under way.
 */
public interface HeadModel extends AutoCloseable {
    /** An avatar of a model, and where it is seen from. */
    record View(Avatar avatar, CameraPose camera) {}

    /** Which checkpoint this is. */
    ModelVersion version();

    /** Side of the square images that {@link #render} makes and of the crops that {@link #invert} takes, in pixels. */
    int imageSize();

    /**
     * Bytes that tensors take now on the device that this model is on, those of other models there included; what calls
     * under way need for a moment may or may not be in it.
     */
    long memoryInUse();

    /**
     * Begins a progressive inversion (encoder, w, w⁺, tuning) of one person.
     *
     * @param views the frontal frame first, then at most four of other poses; each {@link #imageSize()} square
     * @throws IllegalArgumentException when there is no view, more than five, or one of another size
     */
    Inversion invert(List<AlignedHead> views);

    /**
     * Draws a head of nobody; the caller closes it.
     *
     * @param seed the same one gives the same head
     * @param psi how far w is from its average: 1 as drawn, 0 the average head
     * @throws org.balancehead.model.checkpoint.CheckpointException when the checkpoint has nothing to draw by
     */
    Avatar sample(long seed, double psi);

    /**
     * Draws a head of nobody that is like what a condition says; the caller closes it.
     *
     * @param seed the same one gives, with the same condition, the same head
     * @param psi how far w is from its average: 1 as drawn, 0 the average head
     * @param condition what the generator's mapping network takes, as
     *     {@link org.balancehead.model.condition.ConditionKind#of} puts it together
     * @throws IllegalArgumentException when the condition is not as long as this model's
     */
    Avatar draw(long seed, double psi, float[] condition);

    /**
     * Renders one view on a white ground, {@link #imageSize()} square, from the avatar's cached planes.
     *
     * @throws NotFiniteException when there is nothing to show: the view is of numbers that are infinite or none
     */
    default RgbImage render(Avatar avatar, CameraPose camera) {
        return render(List.of(new View(avatar, camera))).get(0);
    }

    /**
     * Renders several views as {@link #render(Avatar, CameraPose)} does, of different avatars perhaps, in their order;
     * a model may do so in one go.
     *
     * @throws NotFiniteException when there is nothing to show in one of them
     */
    List<RgbImage> render(List<View> views);

    /** Copies an avatar of this model into Java's memory, so that {@link #restore} gives it back. */
    AvatarCopy copy(Avatar avatar);

    /**
     * Gives back an avatar that was copied, perhaps on another device; the caller closes it.
     *
     * @throws IllegalArgumentException when it is of another checkpoint, or incomplete
     * @throws NotFiniteException when it is of numbers that are infinite or none
     */
    Avatar restore(AvatarCopy copy);

    @Override
    void close();
}
