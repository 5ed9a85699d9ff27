package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_H264_CONSTRAINED_BASELINE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;

import java.util.Map;
import org.balancehead.protocol.message.Codec;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * What an open encoder cannot change: codec, size, quality, pace; and how FFmpeg is told so.
 *
 * @param framesPerSecond what the bits of a second are shared out among; single pictures have no use for it
 */
record PictureForm(Codec codec, int width, int height, Quality quality, int framesPerSecond) {
    /** Key frames come when they are asked for, not by the clock: a stream over TCP loses nothing. */
    private static final int NEVER = 1 << 20;

    PictureForm {
        if (between(codec) && (width % 2 != 0 || height % 2 != 0 || Math.min(width, height) < 16)) {
            throw new IllegalArgumentException(
                    "%s takes even sides of at least 16, not %d×%d.".formatted(codec, width, height));
        }
    }

    /** Whether pictures of a codec lean on those before them. */
    private static boolean between(Codec codec) {
        return codec == Codec.H264 || codec == Codec.VP8;
    }

    AVCodec encoder() {
        return avcodec_find_encoder_by_name(
                switch (codec) {
                    case JPEG -> "mjpeg";
                    case PNG -> "png";
                    case H264 -> "libopenh264";
                    case VP8 -> "libvpx";
                });
    }

    int pixelFormat() {
        return switch (codec) {
            case JPEG -> AV_PIX_FMT_YUVJ420P;
            case PNG -> AV_PIX_FMT_RGB24;
            case H264, VP8 -> AV_PIX_FMT_YUV420P;
        };
    }

    void describe(AVCodecContext context) {
        context.thread_count(1);
        context.width(width);
        context.height(height);
        context.pix_fmt(pixelFormat());
        try (AVRational period = new AVRational().num(1).den(framesPerSecond);
                AVRational rate = new AVRational().num(framesPerSecond).den(1)) {
            context.time_base(period);
            context.framerate(rate);
        }
        if (codec == Codec.JPEG) {
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
            context.global_quality(quality.quantiser() * FF_QP2LAMBDA);
        } else if (codec == Codec.PNG) {
            context.compression_level(1);
        } else {
            context.gop_size(NEVER);
            context.max_b_frames(0);
            context.bit_rate(Math.round(width * (double) height * framesPerSecond * quality.bitsPerPixel()));
            context.color_range(AVCOL_RANGE_MPEG);
            context.colorspace(AVCOL_SPC_SMPTE170M);
            context.color_primaries(AVCOL_PRI_SMPTE170M);
            context.color_trc(AVCOL_TRC_SMPTE170M);
        }
        if (codec == Codec.H264) {
            context.profile(AV_PROFILE_H264_CONSTRAINED_BASELINE);
        }
    }

    /** Options that FFmpeg knows by name only. */
    Map<String, String> options() {
        return codec == Codec.VP8
                ? Map.of("deadline", "realtime", "cpu-used", "8", "lag-in-frames", "0", "auto-alt-ref", "0")
                : Map.of();
    }

    /** An empty picture of this form, without its buffers. */
    void describe(AVFrame picture) {
        picture.width(width);
        picture.height(height);
        picture.format(pixelFormat());
        if (codec == Codec.JPEG) {
            picture.quality(quality.quantiser() * FF_QP2LAMBDA);
        }
    }
}
