package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** Encodes frames as single JPEG pictures; opens FFmpeg's encoder anew when the size changes. */
final class JpegEncoder implements AutoCloseable {
    private static final int QUANTISER_SCALE = 2;

    private final RgbConverter converter = new RgbConverter();
    private final AVPacket packet = av_packet_alloc();
    private @Nullable AVCodecContext context;
    private @Nullable AVFrame picture;
    private boolean closed;

    byte[] encode(VideoFrame source) {
        AVCodecContext encoder = encoderFor(source.width(), source.height());
        AVFrame input = pictureFor(source.width(), source.height());
        converter.fromRgb(source.rgb(), input);
        Ffmpeg.require(avcodec_send_frame(encoder, input), "encode a frame");
        Ffmpeg.require(avcodec_receive_packet(encoder, packet), "encode a frame");
        byte[] jpeg = new byte[packet.size()];
        packet.data().get(jpeg);
        av_packet_unref(packet);
        return jpeg;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            converter.close();
            av_packet_free(packet);
            free();
        }
    }

    private AVCodecContext encoderFor(int width, int height) {
        if (context != null && context.width() == width && context.height() == height) {
            return context;
        }
        free();
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
        AVCodecContext opened = avcodec_alloc_context3(codec);
        context = opened;
        opened.thread_count(1);
        opened.width(width);
        opened.height(height);
        opened.pix_fmt(AV_PIX_FMT_YUVJ420P);
        opened.time_base(new AVRational().num(1).den(25)); // asked for, and without meaning for single pictures
        opened.flags(opened.flags() | AV_CODEC_FLAG_QSCALE);
        opened.global_quality(QUANTISER_SCALE * FF_QP2LAMBDA);
        Ffmpeg.require(avcodec_open2(opened, codec, (AVDictionary) null), "open its JPEG encoder");
        return opened;
    }

    private AVFrame pictureFor(int width, int height) {
        if (picture == null) {
            AVFrame fresh = av_frame_alloc();
            picture = fresh;
            fresh.width(width);
            fresh.height(height);
            fresh.format(AV_PIX_FMT_YUVJ420P);
            fresh.quality(QUANTISER_SCALE * FF_QP2LAMBDA);
            Ffmpeg.require(av_frame_get_buffer(fresh, 0), "reserve a frame");
        }
        Ffmpeg.require(av_frame_make_writable(picture), "reserve a frame");
        return picture;
    }

    private void free() {
        if (picture != null) {
            av_frame_free(picture);
            picture = null;
        }
        if (context != null) {
            avcodec_free_context(context);
            context = null;
        }
    }
}
