package org.balancehead.model.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.model.image.RgbImage;

/** A dataset whose pictures are read one by one, from its folder or its zip; any thread, until it is closed. */
public final class DatasetPictures implements Closeable {
    private final DatasetFiles files;
    private final HeadDataset heads;

    private DatasetPictures(DatasetFiles files, HeadDataset heads) {
        this.files = files;
        this.heads = heads;
    }

    /**
     * Opens a dataset.
     *
     * @throws UnusableDatasetException as {@link HeadDataset#open} does
     */
    public static DatasetPictures open(Path dataset) throws IOException {
        DatasetFiles files = DatasetFiles.open(dataset);
        try {
            return new DatasetPictures(files, HeadDataset.open(files, dataset));
        } catch (IOException unusable) {
            files.close();
            throw unusable;
        }
    }

    public HeadDataset heads() {
        return heads;
    }

    /**
     * The picture of a view.
     *
     * @throws UnusableDatasetException when it is missing, damaged or has no colours; it names the file
     */
    public RgbImage image(HeadDataset.View view) throws IOException {
        ViewPicture picture = ViewPicture.read(files, heads.image(view), PictureKind.IMAGE);
        int[] samples = picture.samples();
        byte[] rgb = new byte[samples.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) samples[i];
        }
        return new RgbImage(picture.size(), picture.size(), rgb);
    }

    /** The content of another file of the dataset, if it is there; whoever asks closes it. */
    public Optional<InputStream> open(String name) throws IOException {
        return files.has(name) ? Optional.of(files.open(name)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
