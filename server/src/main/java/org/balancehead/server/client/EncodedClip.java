package org.balancehead.server.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;

/** A person's clip as a browser sends it: each frame a JPEG, coded once. */
public final class EncodedClip {
    /** Frames beyond this are left out, because all are held in memory. */
    public static final int MOST_FRAMES = 1000;

    private record Picture(byte[] jpeg, int width, int height) {}

    private final List<Picture> pictures;

    private EncodedClip(List<Picture> pictures) {
        this.pictures = List.copyOf(pictures);
    }

    public static EncodedClip of(List<VideoFrame> frames) {
        try (JpegCodec codec = new JpegCodec(ClipReader.MAX_SIDE, ClipReader.MAX_SIDE)) {
            return new EncodedClip(
                    frames.stream().map(frame -> coded(codec, frame)).toList());
        }
    }

    /** Reads the first {@link #MOST_FRAMES} of a clip's file, one at a time. */
    public static EncodedClip read(Path file) throws UnreadableMediaException {
        List<Picture> pictures = new ArrayList<>();
        try (ClipReader reader = ClipReader.open(file);
                JpegCodec codec = new JpegCodec(ClipReader.MAX_SIDE, ClipReader.MAX_SIDE)) {
            for (var frame = reader.next(); frame.isPresent() && pictures.size() < MOST_FRAMES; frame = reader.next()) {
                pictures.add(coded(codec, frame.get()));
            }
        }
        return new EncodedClip(pictures);
    }

    private static Picture coded(JpegCodec codec, VideoFrame frame) {
        return new Picture(codec.encode(frame), frame.width(), frame.height());
    }

    /** How many there are; at least one. */
    public int frames() {
        return pictures.size();
    }

    /** Sends a frame; after the last one, the clip begins again. */
    public CompletionStage<?> show(StreamConnection to, int index, long timeMicros) {
        Picture picture = pictures.get(index % pictures.size());
        return to.show(picture.jpeg(), picture.width(), picture.height(), timeMicros);
    }
}
