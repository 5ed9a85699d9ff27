package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One open FFmpeg encoder of pictures of one form: a picture in, its bytes out, nothing held back. */
final class PictureEncoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVFrame picture = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final RgbConverter converter = new RgbConverter();
    private long sent;
    private boolean closed;

    PictureEncoder(PictureForm form) {
        Ffmpeg.load();
        AVCodec codec = form.encoder();
        context = avcodec_alloc_context3(codec);
        try {
            form.describe(context);
            open(codec, form);
            form.describe(picture);
            Ffmpeg.require(av_frame_get_buffer(picture, 0), "reserve a frame");
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    CodedPicture encode(byte[] rgb, boolean keyFrame) {
        Ffmpeg.require(av_frame_make_writable(picture), "reserve a frame");
        converter.fromRgb(rgb, picture);
        picture.pts(sent++);
        picture.pict_type(keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        Ffmpeg.require(avcodec_send_frame(context, picture), "encode a frame");
        Ffmpeg.require(avcodec_receive_packet(context, packet), "encode a frame");
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        boolean decodesAlone = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        av_packet_unref(packet);
        return new CodedPicture(bytes, decodesAlone);
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

    private void open(AVCodec codec, PictureForm form) {
        AVDictionary options = new AVDictionary(null);
        form.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
        int result = avcodec_open2(context, codec, options);
        av_dict_free(options);
        Ffmpeg.require(result, "open its %s encoder".formatted(form.codec()));
    }
}
