package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import org.balancehead.protocol.message.Codec;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** What a client does with the pictures of a stream: feeds them to a decoder of its own, one by one. */
final class StreamDecoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final RgbConverter converter = new RgbConverter();

    StreamDecoder(Codec codec) {
        AVCodec decoder = avcodec_find_decoder(
                switch (codec) {
                    case JPEG -> AV_CODEC_ID_MJPEG;
                    case H264 -> AV_CODEC_ID_H264;
                    case VP8 -> AV_CODEC_ID_VP8;
                    case PNG -> throw new IllegalArgumentException("Read PNG with the JDK's decoder.");
                });
        context = avcodec_alloc_context3(decoder);
        context.thread_count(1);
        Ffmpeg.require(avcodec_open2(context, decoder, (AVDictionary) null), "open a decoder");
    }

    /** The picture; fails when it does not come at once. */
    VideoFrame decode(byte[] bytes) {
        Ffmpeg.require(av_new_packet(packet, bytes.length), "reserve a packet");
        packet.data().put(bytes);
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        Ffmpeg.require(sent, "decode a frame");
        Ffmpeg.require(avcodec_receive_frame(context, frame), "decode a frame");
        return new VideoFrame(frame.width(), frame.height(), converter.toRgb(frame), 0);
    }

    @Override
    public void close() {
        converter.close();
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}
