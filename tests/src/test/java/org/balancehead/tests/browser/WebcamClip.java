package org.balancehead.tests.browser;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;

/** Turns a clip into the form that Chromium plays as a webcam: JPEGs, one after another. */
final class WebcamClip {
    private WebcamClip() {}

    static void write(Path clip, Path mjpeg) throws IOException {
        try (ClipReader frames = ClipReader.open(clip);
                JpegCodec jpeg = new JpegCodec(ClipReader.MAX_SIDE, ClipReader.MAX_SIDE);
                OutputStream out = Files.newOutputStream(mjpeg)) {
            for (Optional<VideoFrame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                out.write(jpeg.encode(frame.get()));
            }
        }
    }
}
