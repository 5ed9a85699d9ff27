package org.balancehead.model.dataset;

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

/**
 * Brings the packed form of a dataset up to date: identities that it lacks are appended, and only then named in the
 * index, so that an interrupted run leaves the old state. When identities have gone, or the form changed, all is packed
 * anew beside the old file, which readers may still have mapped.
 */
final class ViewPacker {
    private final DatasetFiles files;
    private final HeadDataset dataset;
    private final ViewForm form;

    private ViewPacker(DatasetFiles files, HeadDataset dataset, ViewForm form) {
        this.files = files;
        this.dataset = dataset;
        this.form = form;
    }

    /** Packs what is missing; one process at a time, others wait. */
    static PackIndex update(Path source, boolean shapesNeeded) throws IOException {
        try (DatasetFiles files = DatasetFiles.open(source)) {
            HeadDataset dataset = HeadDataset.open(files, source);
            ViewForm form = form(files, dataset);
            if (shapesNeeded && !(form.masks() && form.depths())) {
                throw new UnusableDatasetException(
                        "%s has no masks and depths, which are needed here: 'dataset synthesise' makes them."
                                .formatted(source));
            }
            Path folder = Files.createDirectories(HeadDataset.sideFolder(source));
            try (FileChannel guard = FileChannel.open(
                            folder.resolve("packed.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = guard.lock()) {
                return lock.isValid() ? new ViewPacker(files, dataset, form).pack(folder) : PackIndex.read(folder);
            }
        }
    }

    /** The form of the first identity, which the others must share. */
    private static ViewForm form(DatasetFiles files, HeadDataset dataset) throws IOException {
        HeadDataset.Identity first = dataset.identities().get(0);
        HeadDataset.View view = first.views().get(0);
        ViewForm form = new ViewForm(
                ViewPicture.read(files, dataset.image(view), PictureKind.IMAGE).size(),
                first.views().size(),
                files.has(dataset.mask(view)),
                files.has(dataset.depth(view)));
        if (form.identityBytes() > PackedViews.SEGMENT_BYTES) {
            throw new UnusableDatasetException(
                    "Identity %s has %d views of %d pixels, %d MB; the limit is %d MB: split it, or scale the pictures down."
                            .formatted(
                                    first.name(),
                                    form.views(),
                                    form.size(),
                                    form.identityBytes() >> 20,
                                    PackedViews.SEGMENT_BYTES >> 20));
        }
        return form;
    }

    private PackIndex pack(Path folder) throws IOException {
        List<HeadDataset.Identity> kept = packedAlready(folder);
        Set<String> names =
                kept.stream().map(HeadDataset.Identity::name).collect(Collectors.toCollection(HashSet::new));
        List<HeadDataset.Identity> missing = new ArrayList<>(dataset.identities());
        missing.removeIf(identity -> names.contains(identity.name()));

        List<HeadDataset.Identity> all = new ArrayList<>(kept);
        all.addAll(missing);
        PackIndex index = new PackIndex(form, all);
        if (missing.isEmpty()) {
            return index;
        }
        checkSpace(folder, missing.size());
        Path target = PackIndex.pixelFile(folder);
        Path file = kept.isEmpty() ? target.resolveSibling("packed.bin.part") : target;
        write(file, missing, kept.size() * form.identityBytes());
        if (kept.isEmpty()) {
            Files.deleteIfExists(PackIndex.indexFile(folder));
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
        index.write(folder);
        return index;
    }

    private void checkSpace(Path folder, int identities) throws IOException {
        long needed = form.identityBytes() * identities;
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < needed) {
            throw new UnusableDatasetException(
                    "%s has %d MB left, but packing %d identities takes %d MB: make room, or move the dataset."
                            .formatted(folder, usable >> 20, identities, needed >> 20));
        }
    }

    /** The packed identities in their order when all of them are still part of the dataset, else none. */
    private List<HeadDataset.Identity> packedAlready(Path folder) throws IOException {
        if (!Files.exists(PackIndex.indexFile(folder)) || !Files.exists(PackIndex.pixelFile(folder))) {
            return List.of();
        }
        PackIndex old = PackIndex.read(folder);
        Set<String> names =
                dataset.identities().stream().map(HeadDataset.Identity::name).collect(Collectors.toSet());
        boolean usable =
                old.form().equals(form) && old.all().stream().allMatch(identity -> names.contains(identity.name()));
        return usable ? old.all() : List.of();
    }

    private void write(Path file, List<HeadDataset.Identity> missing, long start) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(start);
            IntStream.range(0, missing.size())
                    .parallel()
                    .forEach(i -> writeIdentity(out, missing.get(i), start + i * form.identityBytes()));
            out.force(false);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeIdentity(FileChannel out, HeadDataset.Identity identity, long at) {
        ByteBuffer block = ByteBuffer.allocate((int) form.identityBytes()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (identity.views().size() != form.views()) {
                throw new UnusableDatasetException("Identity %s has %d views, the first one %d: all must have the same."
                        .formatted(identity.name(), identity.views().size(), form.views()));
            }
            for (HeadDataset.View view : identity.views()) {
                putColours(block, view);
            }
            if (form.depths()) {
                for (HeadDataset.View view : identity.views()) {
                    for (int depth : samples(dataset.depth(view), PictureKind.DEPTH)) {
                        block.putShort((short) depth);
                    }
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
        int[] rgb = samples(dataset.image(view), PictureKind.IMAGE);
        int[] mask = form.masks() ? samples(dataset.mask(view), PictureKind.MASK) : new int[0];
        for (int i = 0; i < rgb.length / 3; i++) {
            block.put((byte) rgb[i * 3]).put((byte) rgb[i * 3 + 1]).put((byte) rgb[i * 3 + 2]);
            block.put((byte) (form.masks() ? mask[i] : 255));
        }
    }

    private int[] samples(String name, PictureKind kind) throws IOException {
        ViewPicture picture = ViewPicture.read(files, name, kind);
        if (picture.size() != form.size()) {
            throw new UnusableDatasetException("%s is %d pixels wide, the first picture %d: all must have one size."
                    .formatted(files.where(name), picture.size(), form.size()));
        }
        return picture.samples();
    }
}
