package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Between FFmpeg's frames of any pixel format and packed RGB of the same size. Keeps its buffers between frames. */
final class RgbConverter implements AutoCloseable {
    /** The conversion's vector code writes a little past a line's end. */
    private static final int SLACK_BYTES = 64;

    /** Contrast and saturation of 1 in the library's 16.16 fixed point. */
    private static final int UNCHANGED = 1 << 16;

    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);
    private BytePointer pixels = new BytePointer(SLACK_BYTES);
    private @Nullable SwsContext context;

    /** The frame's pixels as packed RGB. */
    byte[] toRgb(AVFrame frame) {
        int width = frame.width();
        int height = frame.height();
        reserve(width, height);
        prepare(width, height, frame.format(), AV_PIX_FMT_RGB24);
        applyColourSpace(frame);
        Ffmpeg.require(
                sws_scale(context, frame.data(), frame.linesize(), 0, height, planes, strides), "convert a frame");
        byte[] rgb = new byte[width * height * 3];
        pixels.position(0).get(rgb);
        return rgb;
    }

    /** Fills a frame, whose size, format and buffers are set, with packed RGB. */
    void fromRgb(byte[] rgb, AVFrame frame) {
        reserve(frame.width(), frame.height());
        pixels.position(0).put(rgb);
        prepare(frame.width(), frame.height(), AV_PIX_FMT_RGB24, frame.format());
        Ffmpeg.require(
                sws_scale(context, planes, strides, 0, frame.height(), frame.data(), frame.linesize()),
                "convert a frame");
    }

    @Override
    public void close() {
        sws_freeContext(context);
        context = null;
        pixels.close();
        planes.close();
        strides.close();
    }

    private void reserve(int width, int height) {
        long bytes = (long) width * height * 3 + SLACK_BYTES;
        if (pixels.capacity() < bytes) {
            pixels.close();
            pixels = new BytePointer(bytes);
        }
        planes.put(0, pixels);
        strides.put(0, width * 3);
    }

    /** The library takes the colours of standard definition for granted; high definition has others. */
    private void applyColourSpace(AVFrame frame) {
        if (frame.colorspace() == AVCOL_SPC_BT709) {
            int fullRange = frame.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
            IntPointer from = sws_getCoefficients(SWS_CS_ITU709);
            IntPointer to = sws_getCoefficients(SWS_CS_DEFAULT);
            sws_setColorspaceDetails(context, from, fullRange, to, 1, 0, UNCHANGED, UNCHANGED);
        }
    }

    private void prepare(int width, int height, int from, int to) {
        int flags = SWS_BILINEAR | SWS_ACCURATE_RND;
        context = sws_getCachedContext(
                context, width, height, from, width, height, to, flags, null, null, (DoublePointer) null);
        if (context == null) {
            throw new IllegalStateException("FFmpeg cannot convert pixel format %d to %d.".formatted(from, to));
        }
    }
}
