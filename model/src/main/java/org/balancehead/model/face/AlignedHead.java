package org.balancehead.model.face;

import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;

/**
 * A head cut out of a picture so that it stands in the head world's full-head frame (design §8).
 *
 * @param crop the square picture, ground included; pixels outside the source repeat its edge
 * @param mask what of the crop is head, neck, hair and collar; 0 outside the source picture
 * @param camera the camera that sees the head as the crop shows it
 * @param known which pixels of the crop come from the source picture: 1 inside, 0 outside
 */
public record AlignedHead(RgbImage crop, Mask mask, CameraPose camera, Mask known) {}
