package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * Writes frames as an MP4 file (H.264, 4:2:0, index first) beside its place; {@link #finish} renames it there, closing
 * without that discards it. Confined to one thread at a time.
 */
public final class Mp4Writer implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final H264Encoder encoder;
    private final AVFormatContext container = new AVFormatContext(null);
    private final AVStream stream;
    private boolean closed;

    /**
     * Begins a file.
     *
     * @param width columns of every frame, even, 16…{@value ClipReader#MAX_SIDE}
     * @param height rows of every frame, likewise
     * @param framesPerSecond the pace at which frames are shown; their own times are not looked at
     */
    public Mp4Writer(Path file, int width, int height, int framesPerSecond) throws IOException {
        this.file = file;
        part = file.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
        encoder = new H264Encoder(width, height, framesPerSecond);
        try {
            String url = "file:" + part.toAbsolutePath();
            Ffmpeg.require(avformat_alloc_output_context2(container, null, "mp4", url), "prepare an MP4 file");
            stream = avformat_new_stream(container, null);
            avcodec_parameters_from_context(stream.codecpar(), encoder.context());
            AVIOContext bytes = new AVIOContext(null);
            requireWritten(avio_open(bytes, url, AVIO_FLAG_WRITE));
            container.pb(bytes);
            writeHeader();
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /**
     * Appends a frame.
     *
     * @throws IllegalArgumentException when its size is not the file's
     */
    public void write(VideoFrame frame) throws IOException {
        encoder.send(frame);
        drain();
    }

    /** Writes what is held back and puts the file in its place, replacing what is there. */
    public void finish() throws IOException {
        encoder.sendEnd();
        drain();
        requireWritten(av_write_trailer(container));
        close(() -> Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void close() throws IOException {
        close(() -> Files.deleteIfExists(part));
    }

    private void close(Settlement settlement) throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        encoder.close();
        int result = container.isNull() || container.pb() == null ? 0 : avio_closep(container.pb());
        if (!container.isNull()) {
            avformat_free_context(container);
        }
        settlement.settle();
        requireWritten(result);
    }

    private void writeHeader() throws IOException {
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "+faststart", 0);
        int result = avformat_write_header(container, options);
        av_dict_free(options);
        requireWritten(result);
    }

    private void drain() throws IOException {
        Optional<AVPacket> packet = encoder.receive();
        while (packet.isPresent()) {
            packet.get().stream_index(stream.index());
            av_packet_rescale_ts(packet.get(), encoder.context().time_base(), stream.time_base());
            requireWritten(av_interleaved_write_frame(container, packet.get()));
            packet = encoder.receive();
        }
    }

    private void requireWritten(int result) throws IOException {
        if (result < 0) {
            throw new IOException("%s cannot be written: %s.".formatted(file, Ffmpeg.message(result)));
        }
    }

    /** What becomes of the part file once it is closed. */
    private interface Settlement {
        void settle() throws IOException;
    }
}
