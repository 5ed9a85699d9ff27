package org.balancehead.model.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Brings the packed form of a dataset up to date: identities that it lacks are appended, and only then named in the
 * index, so that an interrupted run leaves the old state. When identities have gone, or the size changed, all is packed
 * anew beside the old file, which readers may still have mapped.
 */
final class ViewPacker {
    private final HeadDataset dataset;
    private final int size;
    private final int views;

    private ViewPacker(HeadDataset dataset, int size, int views) {
        this.dataset = dataset;
        this.size = size;
        this.views = views;
    }

    /** Packs what is missing; one process at a time, others wait. */
    static PackIndex update(Path folder) throws IOException {
        HeadDataset dataset = HeadDataset.open(folder);
        if (dataset.identities().isEmpty()) {
            throw new UnusableDatasetException("%s holds no identities yet.".formatted(folder));
        }
        HeadDataset.Identity first = dataset.identities().get(0);
        int size = decode(dataset.image(first.views().get(0))).getWidth();
        ViewPacker packer = new ViewPacker(dataset, size, first.views().size());
        try (FileChannel guard = FileChannel.open(
                        folder.resolve("packed.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = guard.lock()) {
            return lock.isValid() ? packer.pack(folder) : PackIndex.read(folder);
        }
    }

    private PackIndex pack(Path folder) throws IOException {
        List<HeadDataset.Identity> kept = packedAlready(folder);
        Set<String> names =
                kept.stream().map(HeadDataset.Identity::name).collect(Collectors.toCollection(HashSet::new));
        List<HeadDataset.Identity> missing = new ArrayList<>(dataset.identities());
        missing.removeIf(identity -> names.contains(identity.name()));

        List<HeadDataset.Identity> all = new ArrayList<>(kept);
        all.addAll(missing);
        PackIndex index = new PackIndex(size, views, all);
        if (missing.isEmpty()) {
            return index;
        }
        Path target = PackIndex.pixelFile(folder);
        Path file = kept.isEmpty() ? target.resolveSibling("packed.bin.part") : target;
        write(file, missing, kept.size() * index.identityBytes(), index.identityBytes());
        if (kept.isEmpty()) {
            Files.deleteIfExists(PackIndex.indexFile(folder));
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
        index.write(folder);
        return index;
    }

    /** The packed identities in their order when all of them are still part of the dataset, else none. */
    private List<HeadDataset.Identity> packedAlready(Path folder) throws IOException {
        if (!Files.exists(PackIndex.indexFile(folder)) || !Files.exists(PackIndex.pixelFile(folder))) {
            return List.of();
        }
        PackIndex old = PackIndex.read(folder);
        Set<String> names =
                dataset.identities().stream().map(HeadDataset.Identity::name).collect(Collectors.toSet());
        boolean usable = old.size() == size
                && old.views() == views
                && old.all().stream().allMatch(identity -> names.contains(identity.name()));
        return usable ? old.all() : List.of();
    }

    private void write(Path file, List<HeadDataset.Identity> missing, long start, long identityBytes)
            throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(start);
            IntStream.range(0, missing.size())
                    .parallel()
                    .forEach(i -> writeIdentity(out, missing.get(i), start + i * identityBytes, identityBytes));
            out.force(false);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeIdentity(FileChannel out, HeadDataset.Identity identity, long at, long bytes) {
        ByteBuffer block = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (identity.views().size() != views) {
                throw new UnusableDatasetException("Identity %s has %d views, the first one %d: all must have the same."
                        .formatted(identity.name(), identity.views().size(), views));
            }
            for (HeadDataset.View view : identity.views()) {
                putColours(block, view);
            }
            for (HeadDataset.View view : identity.views()) {
                int[] depths = samples(dataset.depth(view), 1);
                for (int depth : depths) {
                    block.putShort((short) depth);
                }
            }
            block.flip();
            for (long position = at; block.hasRemaining(); ) {
                position += out.write(block, position);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void putColours(ByteBuffer block, HeadDataset.View view) throws IOException {
        int[] rgb = samples(dataset.image(view), 3);
        int[] mask = samples(dataset.mask(view), 1);
        for (int i = 0; i < mask.length; i++) {
            block.put((byte) rgb[i * 3]).put((byte) rgb[i * 3 + 1]).put((byte) rgb[i * 3 + 2]);
            block.put((byte) mask[i]);
        }
    }

    /** The raw samples of a picture, channels interleaved. */
    private int[] samples(Path file, int channels) throws IOException {
        Raster raster = decode(file);
        if (raster.getWidth() != size || raster.getHeight() != size || raster.getNumBands() < channels) {
            throw new UnusableDatasetException("%s is %d×%d with %d channels where %d×%d with %d are needed."
                    .formatted(
                            file, raster.getWidth(), raster.getHeight(), raster.getNumBands(), size, size, channels));
        }
        int[] samples = new int[size * size * channels];
        if (raster.getNumBands() == channels) {
            return raster.getPixels(0, 0, size, size, samples);
        }
        int[] all = raster.getPixels(0, 0, size, size, (int[]) null);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = all[i / channels * raster.getNumBands() + i % channels];
        }
        return samples;
    }

    private static Raster decode(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UnusableDatasetException("%s is named by the dataset but missing.".formatted(file));
        }
        @Nullable BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new UnusableDatasetException("%s is not a picture that can be read.".formatted(file));
        }
        return image.getRaster();
    }
}
