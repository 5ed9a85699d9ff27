package org.balancehead.model.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** A decoded picture of a dataset: PNG or JPEG, square, with the channels and bits that its kind needs. */
final class ViewPicture {
    /** Larger pictures are refused by their header, before a pixel is decoded. */
    static final int LARGEST_SIDE = 4096;

    private final Raster raster;
    private final int channels;

    private ViewPicture(Raster raster, int channels) {
        this.raster = raster;
        this.channels = channels;
    }

    /**
     * Reads a picture.
     *
     * @throws UnusableDatasetException when it is missing, damaged or of another form; it names the file
     */
    static ViewPicture read(DatasetFiles files, String name, PictureKind kind) throws IOException {
        String where = files.where(name);
        BufferedImage image = decode(files.read(name), where);
        Raster raster = image.getRaster();
        int bits = raster.getSampleModel().getSampleSize(0);
        if (image.getColorModel() instanceof IndexColorModel) {
            throw new UnusableDatasetException("%s has a palette: convert it to plain colours.".formatted(where));
        }
        if (raster.getNumBands() < kind.channels() || bits != kind.bits()) {
            throw new UnusableDatasetException("%s has %d channels of %d bits where %d of %d are needed."
                    .formatted(where, raster.getNumBands(), bits, kind.channels(), kind.bits()));
        }
        return new ViewPicture(raster, kind.channels());
    }

    int size() {
        return raster.getWidth();
    }

    /** Its samples {@code [size, size, channels of its kind]}, sRGB or as stored. */
    int[] samples() {
        int size = size();
        int bands = raster.getNumBands();
        int[] all = raster.getPixels(0, 0, size, size, (int[]) null);
        if (bands == channels) {
            return all;
        }
        int[] samples = new int[size * size * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = all[i / channels * bands + i % channels];
        }
        return samples;
    }

    private static BufferedImage decode(byte[] bytes, String where) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = readerFor(stream, where);
            try {
                BufferedImage image = decode(reader, stream, where);
                if (PngChunks.signed(bytes) && !PngChunks.whole(bytes)) {
                    throw damaged(where, null);
                }
                return image;
            } finally {
                reader.dispose();
            }
        } catch (UnusableDatasetException refusal) {
            throw refusal;
        } catch (IOException | RuntimeException damage) { // the platform's decoders answer damage with either
            throw damaged(where, damage);
        }
    }

    private static UnusableDatasetException damaged(String where, @Nullable Exception damage) {
        return new UnusableDatasetException("%s is damaged or cut short: copy it again.".formatted(where), damage);
    }

    private static BufferedImage decode(ImageReader reader, ImageInputStream stream, String where) throws IOException {
        reader.setInput(stream, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width != height || width > LARGEST_SIDE) {
            throw new UnusableDatasetException("%s is %d×%d: pictures are square, of at most %d pixels a side."
                    .formatted(where, width, height, LARGEST_SIDE));
        }
        AtomicBoolean cutShort = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> cutShort.compareAndSet(
                false, warning.toLowerCase(Locale.ROOT).contains("premature end"))); // libjpeg's word
        BufferedImage image = reader.read(0);
        if (cutShort.get()) {
            throw damaged(where, null);
        }
        return image;
    }

    private static ImageReader readerFor(ImageInputStream stream, String where) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getFormatName().toLowerCase(Locale.ROOT).matches("png|jpeg")) {
                return reader;
            }
            reader.dispose();
        }
        throw new UnusableDatasetException("%s is not a PNG or JPEG picture: convert it.".formatted(where));
    }
}
