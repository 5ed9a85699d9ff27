package org.balancehead.model.planes;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.TensorOps;

/** A layout of feature maps in space, which gives features at any point; it holds no numbers itself. */
public interface PlaneRepresentation {
    /** Channels of the image that the planes are made from. */
    int imageChannels();

    /** Side of that image, in pixels. */
    int imageSide();

    /** Features at a point, C. */
    int features();

    /**
     * Arranges synthesised images for look-ups; what a head keeps from view to view.
     *
     * @param images {@code [N, imageChannels, imageSide, imageSide]}
     * @return the planes, in whatever shape {@link #features(TensorOps, NDArray, NDArray)} takes
     */
    NDArray arrange(TensorOps ops, NDArray images);

    /**
     * The features at points, plane by plane.
     *
     * @param planes as {@link #arrange} gave them, of N heads
     * @param points in world units: {@code [N, M, 3]}
     * @return {@code [N, P, C, M]}
     */
    NDArray features(TensorOps ops, NDArray planes, NDArray points);
}
