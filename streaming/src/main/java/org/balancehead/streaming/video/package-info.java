/**
 * Coded pictures and clips to plain frames and back, by FFmpeg: JPEG frames of a camera, views as JPEG, PNG, H.264 or
 * VP8, clip files, MP4 files. The one place that knows FFmpeg; who sends or shows frames, and how many, is
 * {@code flow}'s business.
 *
 * <p>Every codec works on one thread and belongs to one thread at a time. Native memory is freed by {@code close}.
 */
@NullMarked
package org.balancehead.streaming.video;

import org.jspecify.annotations.NullMarked;
