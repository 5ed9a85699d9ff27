package org.balancehead.model.dataset;

import java.util.List;

/**
 * What a dataset holds, and what is wrong with it.
 *
 * @param pictures labelled pictures
 * @param identities heads; where nothing says which pictures are of one head, as many as pictures
 * @param size side of most pictures in pixels, 0 when none could be read
 * @param masks whether there are masks
 * @param depths whether there are depths
 * @param semantic encoder and dimension of its semantic features, or nothing
 * @param directions where its heads are seen from
 * @param troubles sentences that name the file, the first few in the order of the labels
 * @param troubleCount of all troubles
 */
public record DatasetReport(
        int pictures,
        int identities,
        int size,
        boolean masks,
        boolean depths,
        String semantic,
        ViewDirections directions,
        List<String> troubles,
        int troubleCount) {
    /** Whether nothing is wrong. */
    public boolean usable() {
        return troubleCount == 0;
    }
}
