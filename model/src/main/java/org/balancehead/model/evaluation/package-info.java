/**
 * How good a generator's heads are, measured against the pictures of a dataset: Fréchet distances from the front and
 * from anywhere, diversity, and whether a head stays the same person as it turns.
 *
 * <ul>
 *   <li><b>FID-front</b>: the Fréchet distance between the pictures of drawn heads from the frontal camera and the
 *       data's frontal pictures.
 *   <li><b>FID-random</b>: that between the same heads, each from a camera drawn from the data's views, and one drawn
 *       view of each of the data's identities. A head is drawn once: a generator that is told a view is told the
 *       frontal one for both, for that is what a head which stays as it is while one walks around it means. A generator
 *       that is told who is seen is told the semantic feature of a drawn identity of the data.
 *   <li><b>FID-random (own view)</b>: only of generators that are told a view: each head is drawn anew for the camera
 *       that looks, which is how such generators are usually measured.
 *   <li><b>bias</b>: FID-random over FID-front; 1 of a generator whose heads are as good from anywhere as from the
 *       front.
 *   <li><b>diversity</b>: the mean distance of features from their mean, over that of the data; 1 of heads that vary as
 *       the data do.
 *   <li><b>identity at ±30, ±60, ±90°</b>: the mean cosine of the face descriptors of a head's frontal picture and its
 *       level view there.
 *   <li><b>told apart</b>: only of generators that are told who is seen: how often a head's front is more like whom it
 *       was told than like another who was told; 0.5 is chance.
 * </ul>
 *
 * <p>A Fréchet distance of N pictures is too large by what N leaves to chance; distances of different N, data or
 * features cannot be compared. N pictures, H × W pixels, D numbers of a feature.
 */
@NullMarked
package org.balancehead.model.evaluation;

import org.jspecify.annotations.NullMarked;
