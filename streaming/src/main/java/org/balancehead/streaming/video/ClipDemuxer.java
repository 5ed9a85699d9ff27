package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** The coded packets of a clip file's video, in their order. Opens files only, never what a playlist points to. */
final class ClipDemuxer implements AutoCloseable {
    private static final String FORMATS = "mov,matroska,avi,mjpeg";
    private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private final Path file;
    private final AVFormatContext container;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();
    private boolean closed;

    private ClipDemuxer(Path file, AVFormatContext container, AVStream stream) {
        this.file = file;
        this.container = container;
        this.stream = stream;
    }

    static ClipDemuxer open(Path file) throws UnreadableMediaException {
        AVFormatContext container = openContainer(file);
        avformat_find_stream_info(container, (AVDictionary) null);
        int best = av_find_best_stream(container, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (best < 0) {
            avformat_close_input(container);
            throw UnreadableMediaException.damaged(file + " holds no video: give a clip that shows the person.");
        }
        AVCodecParameters parameters = container.streams(best).codecpar();
        int width = parameters.width();
        int height = parameters.height();
        if (Math.max(width, height) > ClipReader.MAX_SIDE) {
            avformat_close_input(container);
            throw tooLarge(file, width, height);
        }
        return new ClipDemuxer(file, container, container.streams(best));
    }

    static UnreadableMediaException tooLarge(Path file, int width, int height) {
        return UnreadableMediaException.tooLarge("%s is %d×%d, the limit is %d a side: scale it down."
                .formatted(file, width, height, ClipReader.MAX_SIDE));
    }

    Path file() {
        return file;
    }

    AVStream stream() {
        return stream;
    }

    /** The video's next packet, valid until the next call; empty at the end. */
    Optional<AVPacket> nextPacket() {
        av_packet_unref(packet);
        while (av_read_frame(container, packet) >= 0) {
            if (packet.stream_index() == stream.index()) {
                return Optional.of(packet);
            }
            av_packet_unref(packet);
        }
        return Optional.empty();
    }

    /** Quarter turns clockwise, 0…3, that bring the stored frames upright. */
    int quarterTurns() {
        AVCodecParameters parameters = stream.codecpar();
        @Nullable
        AVPacketSideData matrix = av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.size() < 9 * Integer.BYTES) {
            return 0;
        }
        double counterClockwise = av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(counterClockwise) ? 0 : Math.floorMod(Math.round(-counterClockwise / 90), 4);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            avformat_close_input(container);
        }
    }

    private static AVFormatContext openContainer(Path file) throws UnreadableMediaException {
        AVFormatContext container = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        av_dict_set(options, "protocol_whitelist", "file", 0);
        @Nullable AVInputFormat format = startsAsJpeg(file) ? av_find_input_format("mjpeg") : null;
        int result = avformat_open_input(container, "file:" + file.toAbsolutePath(), format, options);
        av_dict_free(options);
        if (result < 0) {
            throw UnreadableMediaException.damaged(
                    file + " is not a sound MP4, WebM, AVI or MJPEG clip: convert it or record it again.");
        }
        return container;
    }

    private static boolean startsAsJpeg(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Arrays.equals(bytes.readNBytes(JPEG_START.length), JPEG_START);
        } catch (IOException unreadable) {
            return false; // opening it says so
        }
    }
}
