/**
 * Faces in camera pictures: detection, landmarks, head pose, matting, the crop aligned to the head world, and the score
 * that picks the frontal frame. The identity descriptor lives in {@code condition}; nothing here touches the engine's
 * arrays.
 *
 * <p>Pictures inside are OpenCV's, RGB with 8 bits a channel. Whatever native memory an analysis takes is freed by the
 * one pointer scope that {@link org.balancehead.model.face.MediaPipeFaceAnalyzer} opens around it; nobody else opens
 * one.
 */
@NullMarked
package org.balancehead.model.face;

import org.jspecify.annotations.NullMarked;
