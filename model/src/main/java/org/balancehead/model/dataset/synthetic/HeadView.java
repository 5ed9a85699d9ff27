package org.balancehead.model.dataset.synthetic;

import org.balancehead.model.camera.CameraPose;

/**
 * One rendered view.
 *
 * @param size side in pixels
 * @param rgb sRGB over white, interleaved, from the top left
 * @param mask 0…255, how much of each pixel is head
 * @param depth distance along the ray of the pixel's middle times
 *     {@link org.balancehead.model.dataset.PackedViews#DEPTH_SCALE}, unsigned; 0 where nothing opaque is hit
 */
record HeadView(int size, CameraPose camera, byte[] rgb, byte[] mask, short[] depth) {}
