package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes single JPEG pictures from strangers: bounded before it decodes, and damaged ones are refused, not patched.
 */
final class JpegDecoder implements AutoCloseable {
    private final int maxWidth;
    private final int maxHeight;
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final RgbConverter converter = new RgbConverter();
    private boolean closed;

    JpegDecoder(int maxWidth, int maxHeight) {
        Ffmpeg.load();
        this.maxWidth = maxWidth;
        this.maxHeight = maxHeight;
        AVCodec codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
        context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        context.err_recognition(AV_EF_EXPLODE);
        context.max_pixels((long) maxWidth * maxHeight); // holds against a second header behind the one we read
        Ffmpeg.require(avcodec_open2(context, codec, (AVDictionary) null), "open its JPEG decoder");
    }

    VideoFrame decode(byte[] jpeg, long timeMicros) throws UnreadableMediaException {
        BoundedJpeg picture = BoundedJpeg.of(jpeg);
        if (picture.width() > maxWidth || picture.height() > maxHeight) {
            throw UnreadableMediaException.tooLarge("The frame is %d×%d, the limit is %d×%d: send smaller pictures."
                    .formatted(picture.width(), picture.height(), maxWidth, maxHeight));
        }
        Ffmpeg.require(av_new_packet(packet, picture.bytes().length), "reserve a packet");
        packet.data().put(picture.bytes());
        try {
            decodePacket();
            if (frame.width() != picture.width() || frame.height() != picture.height()) {
                throw UnreadableMediaException.damaged("The JPEG contradicts its own size: send sound pictures.");
            }
            return new VideoFrame(frame.width(), frame.height(), converter.toRgb(frame), timeMicros);
        } finally {
            av_frame_unref(frame);
            av_packet_unref(packet);
        }
    }

    private void decodePacket() throws UnreadableMediaException {
        int result = avcodec_send_packet(context, packet);
        if (result >= 0) {
            result = avcodec_receive_frame(context, frame);
        }
        if (result < 0) {
            avcodec_flush_buffers(context);
            throw UnreadableMediaException.damaged("The JPEG is damaged or cut short: send whole pictures.");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            converter.close();
            av_frame_free(frame);
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }
}
