package org.balancehead.streaming.video;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the frames of one clip file (MP4, WebM, AVI, or JPEGs one after another) from its beginning, turned upright as
 * the file says. Confined to one thread at a time; holds one frame.
 */
public final class ClipReader implements AutoCloseable {
    /** Clips with a longer side are refused. */
    public static final int MAX_SIDE = 4096;

    private final Path file;
    private final ClipDemuxer demuxer;
    private final ClipDecoder decoder;
    private Optional<VideoFrame> ahead = Optional.empty();

    private ClipReader(Path file, ClipDemuxer demuxer, ClipDecoder decoder) {
        this.file = file;
        this.demuxer = demuxer;
        this.decoder = decoder;
    }

    /**
     * Opens a clip and decodes its first frame, so that a clip without any is refused at once.
     *
     * @throws UnreadableMediaException when the file is missing, empty, no clip, damaged, or larger than
     *     {@link #MAX_SIDE}
     */
    public static ClipReader open(Path file) throws UnreadableMediaException {
        refuseWhatIsNoFile(file);
        Ffmpeg.load();
        ClipDemuxer demuxer = ClipDemuxer.open(file);
        try {
            ClipReader reader = new ClipReader(file, demuxer, ClipDecoder.of(demuxer));
            reader.decodeFirst();
            return reader;
        } catch (UnreadableMediaException | RuntimeException refusal) {
            demuxer.close();
            throw refusal;
        }
    }

    /** How many frames a clip holds by its packets, counted without decoding. */
    public static int countFrames(Path file) throws UnreadableMediaException {
        refuseWhatIsNoFile(file);
        Ffmpeg.load();
        try (ClipDemuxer demuxer = ClipDemuxer.open(file)) {
            int count = 0;
            while (demuxer.nextPacket().isPresent()) {
                count++;
            }
            return count;
        }
    }

    /** The next frame; empty at the end. Frames that are damaged are passed over. */
    public Optional<VideoFrame> next() throws UnreadableMediaException {
        Optional<VideoFrame> frame = ahead.isPresent() ? ahead : decode();
        ahead = Optional.empty();
        return frame;
    }

    @Override
    public void close() {
        decoder.close();
        demuxer.close();
    }

    private void decodeFirst() throws UnreadableMediaException {
        try {
            ahead = decode();
            if (ahead.isEmpty()) {
                throw UnreadableMediaException.damaged(
                        file + " holds no frame that can be decoded: record it again or give another clip.");
            }
        } catch (UnreadableMediaException | RuntimeException refusal) {
            decoder.close();
            throw refusal;
        }
    }

    private Optional<VideoFrame> decode() throws UnreadableMediaException {
        Optional<VideoFrame> frame = decoder.decode();
        if (frame.isPresent() && Math.max(frame.get().width(), frame.get().height()) > MAX_SIDE) {
            throw ClipDemuxer.tooLarge(file, frame.get().width(), frame.get().height());
        }
        return frame;
    }

    private static void refuseWhatIsNoFile(Path file) throws UnreadableMediaException {
        if (Files.notExists(file)) {
            throw UnreadableMediaException.damaged(file + " does not exist: check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw UnreadableMediaException.damaged(file + " is not a file: give a clip.");
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            if (bytes.read() < 0) {
                throw UnreadableMediaException.damaged(file + " is empty: give another clip.");
            }
        } catch (UnreadableMediaException refusal) {
            throw refusal;
        } catch (IOException trouble) {
            throw UnreadableMediaException.damaged(file + " may not be read: change its permissions.");
        }
    }
}
