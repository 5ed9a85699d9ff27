/**
 * Faces in camera pictures: detection, landmarks, head pose, matting, the crop aligned to the head world, and the score
 * that picks the frontal frame. The identity descriptor lives in {@code condition}; nothing here touches the engine's
 * arrays.
 */
@NullMarked
package org.balancehead.model.face;

import org.jspecify.annotations.NullMarked;
