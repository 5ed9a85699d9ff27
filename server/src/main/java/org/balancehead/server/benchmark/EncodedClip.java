package org.balancehead.server.benchmark;

import java.util.List;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;

/** A person's clip as a browser sends it: each frame a JPEG. */
final class EncodedClip {
    private final List<VideoFrame> frames;
    private final List<byte[]> jpegs;

    EncodedClip(List<VideoFrame> frames) {
        this.frames = List.copyOf(frames);
        try (JpegCodec codec = new JpegCodec(ClipReader.MAX_SIDE, ClipReader.MAX_SIDE)) {
            jpegs = frames.stream().map(codec::encode).toList();
        }
    }

    /** Sends a frame; after the last one, the clip begins again. */
    void show(LoopbackClient client, int index) {
        int frame = index % jpegs.size();
        client.show(frames.get(frame), jpegs.get(frame));
    }
}
