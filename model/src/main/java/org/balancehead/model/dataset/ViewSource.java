package org.balancehead.model.dataset;

import org.balancehead.model.camera.CameraPose;

/**
 * Views of identities, pixel by pixel: each has the same number of square ones of the same size, view 0 the frontal
 * one. Colour is sRGB composited over white; alpha says how much of the pixel is head.
 */
public interface ViewSource {
    int identities();

    /** Views of each identity. */
    int views();

    /** Side of the square views in pixels. */
    int size();

    CameraPose camera(int identity, int view);

    /** One pixel as {@code 0xAABBGGRR}. */
    int rgba(int identity, int view, int x, int y);

    /**
     * The distance along the ray of the pixel's centre times {@link PackedViews#DEPTH_SCALE}; 0 where nothing is hit.
     */
    int depth(int identity, int view, int x, int y);

    /** Copies a view: {@code size · size · 4} bytes R, G, B, A, row-major from the top left. */
    void read(int identity, int view, byte[] rgbaOut);
}
