package org.balancehead.model.training;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.CameraRays;

/** Writes a dataset whose heads are shaded balls, seen exactly: of any size, and made in a moment. */
public final class BallDataset {
    private final Path folder;
    private final int size;

    /** @param size side of the views in pixels */
    public BallDataset(Path folder, int size) {
        this.folder = folder;
        this.size = size;
    }

    /**
     * Writes so many balls, each of another radius and colour, from level cameras evenly around; the first is frontal.
     */
    public PackedViews write(int identities, int views) throws IOException {
        write(identities, views, true);
        return PackedViews.open(folder);
    }

    /** The same balls without masks and depths. */
    public void writePictures(int identities, int views) throws IOException {
        write(identities, views, false);
    }

    private void write(int identities, int views, boolean shapes) throws IOException {
        List<HeadDataset.View> all = new ArrayList<>();
        for (int identity = 0; identity < identities; identity++) {
            for (int view = 0; view < views; view++) {
                CameraPose camera = CameraPose.orbit(360.0 * view / views, 0);
                String file = "%08d/view_%02d.png".formatted(identity, view);
                all.add(new HeadDataset.View(file, camera.label()));
                writeView(file, camera, 0.2 + 0.1 * identity / identities, 40 * identity % 256, shapes);
            }
        }
        HeadDataset.writeLabels(folder, all);
    }

    private void writeView(String file, CameraPose camera, double radius, int blue, boolean shapes) throws IOException {
        BufferedImage colour = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        BufferedImage mask = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage depth = new BufferedImage(size, size, BufferedImage.TYPE_USHORT_GRAY);
        WritableRaster[] rasters = {colour.getRaster(), mask.getRaster(), depth.getRaster()};
        CameraRays rays = CameraRays.of(camera, size);
        for (int i = 0; i < size * size; i++) {
            double distance = distance(rays, i, radius);
            boolean hit = !Double.isNaN(distance);
            int height =
                    hit ? (int) (128 + 400 * (rays.origins()[i * 3 + 1] + distance * rays.directions()[i * 3 + 1])) : 0;
            rasters[0].setPixel(
                    i % size, i / size, hit ? new int[] {height, 255 - height, blue} : new int[] {255, 255, 255});
            rasters[1].setSample(i % size, i / size, 0, hit ? 255 : 0);
            rasters[2].setSample(i % size, i / size, 0, hit ? (int) Math.round(distance * PackedViews.DEPTH_SCALE) : 0);
        }
        write(colour, "images", file);
        if (shapes) {
            write(mask, "masks", file);
            write(depth, "depths", file);
        }
    }

    /** Along the {@code ray}-th ray to a ball about the origin; not a number where it passes by. */
    private static double distance(CameraRays rays, int ray, double radius) {
        double along = 0;
        double squared = -radius * radius;
        for (int axis = 0; axis < 3; axis++) {
            double origin = rays.origins()[ray * 3 + axis];
            along -= origin * rays.directions()[ray * 3 + axis];
            squared += origin * origin;
        }
        return along - Math.sqrt(along * along - squared);
    }

    private void write(BufferedImage image, String kind, String file) throws IOException {
        Path path = folder.resolve(kind).resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "png", path.toFile());
    }
}
