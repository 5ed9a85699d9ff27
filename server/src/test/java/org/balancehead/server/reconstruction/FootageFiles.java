package org.balancehead.server.reconstruction;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.balancehead.model.face.Advice;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;

/** Photos and clips that the {@link ColourCodedAnalyzer} understands. */
public final class FootageFiles {
    private FootageFiles() {}

    /** A photo on which the analyzer sees what is said. */
    public static Path photo(Path file, Advice advice, int yawDegrees) throws IOException {
        ImageFiles.writePng(ColourCodedAnalyzer.picture(advice, yawDegrees, 0.8), file);
        return file;
    }

    /** A clip of one frame a picture. */
    public static Path clip(Path file, RgbImage... pictures) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JpegCodec codec = new JpegCodec(64, 64)) {
            for (RgbImage picture : pictures) {
                bytes.write(codec.encode(new VideoFrame(picture.width(), picture.height(), picture.rgb(), 0)));
            }
        }
        return Files.write(file, bytes.toByteArray());
    }
}
