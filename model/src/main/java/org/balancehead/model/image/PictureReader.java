package org.balancehead.model.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Reads one picture file by the platform's decoders: header first, pixels only when the header is acceptable. */
final class PictureReader {
    private static final Set<String> FORMATS = Set.of("jpeg", "png");
    private static final int INKS = 4;

    private PictureReader() {}

    static RgbImage read(Path file) throws UnreadableImageException {
        refuseWhatIsNoFile(file);
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            if (stream.length() == 0) {
                throw new UnreadableImageException(file + " is empty: give another picture.");
            }
            return read(stream, file);
        } catch (UnreadableImageException refusal) {
            throw refusal;
        } catch (IOException | RuntimeException damage) { // the platform's decoders answer damage with either
            throw new UnreadableImageException(damaged(file), damage);
        }
    }

    private static void refuseWhatIsNoFile(Path file) throws UnreadableImageException {
        if (Files.notExists(file)) {
            throw new UnreadableImageException(file + " does not exist: check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnreadableImageException(file + " is not a file: give a JPEG or PNG picture.");
        }
        if (!Files.isReadable(file)) {
            throw new UnreadableImageException(file + " may not be read: change its permissions.");
        }
    }

    private static RgbImage read(ImageInputStream stream, Path file) throws IOException {
        JpegSegments segments = JpegSegments.of(stream);
        ImageReader reader = readerFor(stream, file);
        try {
            reader.setInput(stream, true, true);
            refuseTooLarge(reader.getWidth(0), reader.getHeight(0), file);
            AtomicBoolean cutShort = new AtomicBoolean();
            reader.addIIOReadWarningListener(
                    (source, warning) -> cutShort.compareAndSet(false, tellsOfMissingPixels(warning)));
            RgbImage stored = decode(reader, segments);
            if (cutShort.get()) {
                throw new UnreadableImageException(damaged(file));
            }
            return segments.orientation().upright(stored);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader readerFor(ImageInputStream stream, Path file) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new UnreadableImageException(file + " is not a JPEG or PNG picture: convert it to one of these.");
    }

    private static void refuseTooLarge(int width, int height, Path file) throws UnreadableImageException {
        if ((long) width * height > ImageFiles.MAX_MEGAPIXELS * 1_000_000L) {
            throw new UnreadableImageException("%s has %.0f megapixels (%d×%d), the limit is %d: scale it down."
                    .formatted(file, width * 1e-6 * height, width, height, ImageFiles.MAX_MEGAPIXELS));
        }
    }

    private static RgbImage decode(ImageReader reader, JpegSegments segments) throws IOException {
        return segments.channels() == INKS
                ? PixelConversion.fromInks(reader.readRaster(0, null), segments)
                : PixelConversion.fromPlatform(reader.read(0));
    }

    /** Whether a decoder's warning is libjpeg's "Premature end of JPEG file" or "… of data segment". */
    private static boolean tellsOfMissingPixels(String warning) {
        return warning.toLowerCase(Locale.ROOT).contains("premature end");
    }

    private static String damaged(Path file) {
        return file + " is damaged or cut short: copy it again or give another picture.";
    }
}
