package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Encodes frames of one size as H.264 by openh264, on one thread, for a file whose header carries the parameters. */
final class H264Encoder implements AutoCloseable {
    /** Enough for smooth skin and hair at the sizes of heads. */
    private static final double BITS_PER_PIXEL = 0.5;

    private static final int MIN_SIDE = 16;

    private final AVCodecContext context;
    private final AVFrame picture = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final RgbConverter converter = new RgbConverter();
    private long sent;
    private boolean closed;

    H264Encoder(int width, int height, int framesPerSecond) {
        if (width % 2 != 0 || height % 2 != 0 || Math.min(width, height) < MIN_SIDE) {
            throw new IllegalArgumentException(
                    "H.264 takes even sides of at least %d, not %d×%d.".formatted(MIN_SIDE, width, height));
        }
        Ffmpeg.load();
        AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
        context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.width(width);
        context.height(height);
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(new AVRational().num(1).den(framesPerSecond));
        context.framerate(new AVRational().num(framesPerSecond).den(1));
        context.gop_size(framesPerSecond);
        context.bit_rate(Math.round(width * (double) height * framesPerSecond * BITS_PER_PIXEL));
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        Ffmpeg.require(avcodec_open2(context, codec, (AVDictionary) null), "open its H.264 encoder");
        picture.width(width);
        picture.height(height);
        picture.format(AV_PIX_FMT_YUV420P);
        Ffmpeg.require(av_frame_get_buffer(picture, 0), "reserve a frame");
    }

    AVCodecContext context() {
        return context;
    }

    void send(VideoFrame frame) {
        if (frame.width() != picture.width() || frame.height() != picture.height()) {
            throw new IllegalArgumentException("The file's frames are %d×%d, not %d×%d."
                    .formatted(picture.width(), picture.height(), frame.width(), frame.height()));
        }
        Ffmpeg.require(av_frame_make_writable(picture), "reserve a frame");
        converter.fromRgb(frame.rgb(), picture);
        picture.pts(sent++);
        Ffmpeg.require(avcodec_send_frame(context, picture), "encode a frame");
    }

    void sendEnd() {
        Ffmpeg.require(avcodec_send_frame(context, null), "end a clip");
    }

    /** The next coded frame, valid until the next call; empty when more frames are needed, and at the end. */
    Optional<AVPacket> receive() {
        av_packet_unref(packet);
        int result = avcodec_receive_packet(context, packet);
        if (result == AVERROR_EAGAIN() || result == AVERROR_EOF) {
            return Optional.empty();
        }
        Ffmpeg.require(result, "encode a frame");
        packet.duration(1);
        return Optional.of(packet);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            converter.close();
            av_packet_free(packet);
            av_frame_free(picture);
            avcodec_free_context(context);
        }
    }
}
