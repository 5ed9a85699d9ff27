package org.balancehead.streaming.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clip files made for tests, and all their frames read back. */
final class Clips {
    private Clips() {}

    /** Gradients whose blue grows by 10 a frame. */
    static Path mp4(Path file, int width, int height, int frames) throws IOException {
        try (Mp4Writer writer = new Mp4Writer(file, width, height, 25)) {
            for (int i = 0; i < frames; i++) {
                writer.write(Pictures.gradient(width, height, i * 10, 0));
            }
            writer.finish();
        }
        return file;
    }

    static Path mjpeg(Path file, int width, int height, int frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JpegCodec codec = new JpegCodec(width, height)) {
            for (int i = 0; i < frames; i++) {
                bytes.write(codec.encode(Pictures.gradient(width, height, i * 10, 0)));
            }
        }
        return Files.write(file, bytes.toByteArray());
    }

    static List<VideoFrame> frames(Path file) throws IOException {
        List<VideoFrame> frames = new ArrayList<>();
        try (ClipReader reader = ClipReader.open(file)) {
            Optional<VideoFrame> frame = reader.next();
            while (frame.isPresent()) {
                frames.add(frame.get());
                frame = reader.next();
            }
        }
        return frames;
    }
}
