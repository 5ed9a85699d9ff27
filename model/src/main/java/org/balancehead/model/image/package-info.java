/**
 * Pixels as plain Java arrays: colour images, masks, their files. No codecs for video and no colour science live here.
 *
 * <p>Images are row-major, the first row at the top; colour is sRGB, 8 bits a channel, interleaved.
 */
@NullMarked
package org.balancehead.model.image;

import org.jspecify.annotations.NullMarked;
