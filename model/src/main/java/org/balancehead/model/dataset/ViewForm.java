package org.balancehead.model.dataset;

/**
 * What all identities of a dataset have in common.
 *
 * @param size side of the views in pixels
 * @param views of each identity
 * @param masks whether there are masks
 * @param depths whether there are depths
 */
record ViewForm(int size, int views, boolean masks, boolean depths) {
    /** Bytes of a packed identity: RGBA, and 16 bits of depth where there are depths. */
    long identityBytes() {
        return (long) views * size * size * (depths ? 6 : 4);
    }
}
