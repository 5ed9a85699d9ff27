package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes a clip's packets to upright frames. Damaged packets cost their frames and no more. */
final class ClipDecoder implements AutoCloseable {
    private final ClipDemuxer demuxer;
    private final AVCodecContext context;
    private final int quarterTurns;
    private final double microsPerTick;
    private final AVFrame frame = av_frame_alloc();
    private final RgbConverter converter = new RgbConverter();
    private long firstTick = AV_NOPTS_VALUE;
    private long lastMicros;
    private boolean ended;
    private boolean closed;

    private ClipDecoder(ClipDemuxer demuxer, AVCodecContext context) {
        this.demuxer = demuxer;
        this.context = context;
        quarterTurns = demuxer.quarterTurns();
        microsPerTick = av_q2d(demuxer.stream().time_base()) * 1e6;
    }

    static ClipDecoder of(ClipDemuxer demuxer) throws UnreadableMediaException {
        @Nullable
        AVCodec codec = avcodec_find_decoder(demuxer.stream().codecpar().codec_id());
        if (codec == null) {
            throw UnreadableMediaException.damaged(
                    demuxer.file() + " has a codec that is unknown here: convert it to H.264, VP8, VP9 or MJPEG.");
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(context, demuxer.stream().codecpar());
        context.thread_count(1);
        context.max_pixels((long) ClipReader.MAX_SIDE * ClipReader.MAX_SIDE);
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            avcodec_free_context(context);
            throw UnreadableMediaException.damaged(
                    demuxer.file() + " cannot be decoded: convert it or record it again.");
        }
        return new ClipDecoder(demuxer, context);
    }

    /** The next frame that decodes; empty at the end. */
    Optional<VideoFrame> decode() {
        while (avcodec_receive_frame(context, frame) < 0) {
            if (ended) {
                return Optional.empty();
            }
            feed();
        }
        VideoFrame stored = new VideoFrame(frame.width(), frame.height(), converter.toRgb(frame), micros());
        av_frame_unref(frame);
        return Optional.of(QuarterTurns.clockwise(stored, quarterTurns));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            converter.close();
            av_frame_free(frame);
            avcodec_free_context(context);
        }
    }

    private void feed() {
        Optional<AVPacket> packet = demuxer.nextPacket();
        ended = packet.isEmpty();
        avcodec_send_packet(context, packet.orElse(null)); // no packet: give out what is held back
    }

    private long micros() {
        long tick = frame.best_effort_timestamp();
        if (tick != AV_NOPTS_VALUE) {
            firstTick = firstTick == AV_NOPTS_VALUE ? tick : firstTick;
            lastMicros = Math.round((tick - firstTick) * microsPerTick);
        }
        return lastMicros;
    }
}
