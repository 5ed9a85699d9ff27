package org.balancehead.model.training.semantic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;

/** The frontal pictures of a synthetic dataset in memory: 4 bytes a pixel. */
final class FrontalHeads {
    private final int side;
    private final List<String> names = new ArrayList<>();
    private final List<RgbImage> colours = new ArrayList<>();
    private final List<byte[]> masks = new ArrayList<>();

    private FrontalHeads(int side) {
        this.side = side;
    }

    /**
     * Reads the frontal picture and mask of every identity.
     *
     * @param side of the pictures in pixels, to which those of another size are resampled
     * @throws org.balancehead.model.dataset.UnusableDatasetException when the folder is no dataset
     * @throws org.balancehead.model.image.UnreadableImageException when a picture or mask cannot be read
     */
    static FrontalHeads read(Path folder, int side) throws IOException {
        FrontalHeads heads = new FrontalHeads(side);
        for (HeadDataset.Identity identity : HeadDataset.open(folder).identities()) {
            String file = identity.views().get(0).file();
            heads.names.add(identity.name());
            heads.colours.add(resized(folder.resolve("images").resolve(file), side));
            heads.masks.add(red(resized(folder.resolve("masks").resolve(file), side)));
        }
        return heads;
    }

    private static RgbImage resized(Path file, int side) throws IOException {
        return Resampling.resize(ImageFiles.read(file), side, side);
    }

    private static byte[] red(RgbImage grey) {
        byte[] values = new byte[grey.width() * grey.height()];
        for (int i = 0; i < values.length; i++) {
            values[i] = grey.rgb()[i * 3];
        }
        return values;
    }

    /** The identities' names, in order. */
    List<String> names() {
        return names;
    }

    /** Numbers of one picture. */
    int length() {
        return 4 * side * side;
    }

    /**
     * Writes a picture {@code [4, S, S]}: colour on white and opacity, 0…1.
     *
     * @param mirrored whether left and right are exchanged
     */
    void read(int identity, boolean mirrored, float[] to) {
        byte[] rgb = colours.get(identity).rgb();
        byte[] mask = masks.get(identity);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int from = y * side + x;
                int at = y * side + (mirrored ? side - 1 - x : x);
                for (int c = 0; c < 3; c++) {
                    to[c * side * side + at] = (rgb[from * 3 + c] & 0xff) / 255f;
                }
                to[3 * side * side + at] = (mask[from] & 0xff) / 255f;
            }
        }
    }
}
