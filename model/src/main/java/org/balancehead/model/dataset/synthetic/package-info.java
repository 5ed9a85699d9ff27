/**
 * The head synthesiser: random identities of the CC0 MakeHuman assets, rendered from all around with exact cameras,
 * masks and depths, into a {@link org.balancehead.model.dataset.HeadDataset}. Nothing here learns, and no asset is
 * bundled.
 *
 * <p>Two frames: <em>model</em>, the assets' own (1 unit = 1 dm, y up, the face towards +z, +x the head's own left),
 * and <em>world</em>, the cameras' box ±0.5 ({@link org.balancehead.model.dataset.synthetic.HeadFrame}). Triples are
 * interleaved in flat arrays. Colour is linear light unless a name says sRGB.
 */
@NullMarked
package org.balancehead.model.dataset.synthetic;

import org.jspecify.annotations.NullMarked;
