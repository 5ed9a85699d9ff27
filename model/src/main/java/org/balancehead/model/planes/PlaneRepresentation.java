package org.balancehead.model.planes;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * A layout of feature maps in space, which gives features at any point; it holds no numbers itself.
 *
 * <p>A new one is a record that is permitted here: preset files then choose it by its name in kebab case ({@code kind =
 * tri-grid}) and set its components.
 */
public sealed interface PlaneRepresentation permits TriPlane, TriGrid, SphericalPlanes, HyPlane {
    /** Channels of the image that the planes are made from. */
    int imageChannels();

    /** Side of that image, in pixels. */
    int imageSide();

    /** Features at a point, C. */
    int features();

    /** Side of the cube that the planes span, in world units. */
    double boxSide();

    /** Adds the weights that arranging takes, named from {@code planes} on; most representations have none. */
    default void describe(ParameterLayout layout) {}

    /**
     * Arranges synthesised images for look-ups; what a head keeps from view to view.
     *
     * @param images {@code [N, imageChannels, imageSide, imageSide]}
     * @return the planes, in whatever shape {@link #features(TensorOps, NDArray, NDArray)} takes
     */
    NDArray arrange(TensorOps ops, ParameterMap weights, NDArray images);

    /**
     * The features at points, plane by plane.
     *
     * @param planes as {@link #arrange} gave them, of N heads
     * @param points in world units: {@code [N, M, 3]}
     * @return {@code [N, P, C, M]}
     */
    NDArray features(TensorOps ops, NDArray planes, NDArray points);

    /**
     * The planes as a table whose rows are texels, for {@link #gather}.
     *
     * @param planes as {@link #arrange} gave them, of N heads
     * @return {@code [rows, C]}
     */
    NDArray table(TensorOps ops, NDArray planes);

    /**
     * The mean of the planes' features at points: what {@link #features} gives, averaged, by one fused look-up, without
     * gradients.
     *
     * @param table as {@link #table} gave it, of N heads
     * @param points in world units: {@code [N, M, 3]}
     * @return {@code [N, M, C]}
     */
    NDArray gather(TensorOps ops, NDArray table, NDArray points);
}
