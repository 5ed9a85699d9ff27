package org.balancehead.model.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Reads and writes picture files. Stateless; any thread. */
public final class ImageFiles {
    /** Larger pictures are refused by their header, before a pixel is decoded. */
    public static final int MAX_MEGAPIXELS = 50;

    private ImageFiles() {}

    /**
     * Reads a JPEG or PNG, turned upright as its EXIF says; grey, palettes and inks become sRGB, alpha lies on white.
     *
     * @throws UnreadableImageException when the file is missing, empty, cut short, no JPEG or PNG, or above
     *     {@link #MAX_MEGAPIXELS}
     */
    public static RgbImage read(Path file) throws UnreadableImageException {
        return PictureReader.read(file);
    }

    /** The image as a PNG file's bytes. */
    public static byte[] toPng(RgbImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) { // the default cache is a file
            if (!ImageIO.write(PixelConversion.toPlatform(image), "png", out)) {
                throw new IllegalStateException("This Java has no PNG writer.");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return png.toByteArray();
    }

    /** Writes a PNG beside its place and renames it, so that nobody sees half a file. Replaces what is there. */
    public static void writePng(RgbImage image, Path file) throws IOException {
        Path part = file.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
        try {
            Files.write(part, toPng(image), StandardOpenOption.CREATE_NEW);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
