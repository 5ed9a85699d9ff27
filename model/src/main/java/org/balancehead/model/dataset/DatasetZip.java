package org.balancehead.model.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a dataset folder as one zip, pictures stored as they are.
 *
 * <p>EG3D's form: {@code dataset.json} and the pictures at the root, beside them {@code identities.json} and the
 * semantic features where there are any. It has no masks and depths: EG3D's loader takes every picture for a view. The
 * whole form has all of it where the folder has it.
 */
public final class DatasetZip {
    private static final List<String> LISTS = List.of("identities.json", "semantic.json", "semantic.npy");

    private final DatasetFiles files;
    private final HeadDataset dataset;
    private final String imagesWere;
    private final boolean whole;

    private DatasetZip(DatasetFiles files, Path source, boolean whole) throws IOException {
        this.files = files;
        this.dataset = HeadDataset.open(files, source);
        this.imagesWere = HeadDataset.pictureFolder(files, source);
        this.whole = whole;
    }

    /**
     * Writes the zip beside its place and renames it; what is there is replaced.
     *
     * @param whole whether masks and depths are wanted, too
     * @throws UnusableDatasetException when the dataset cannot be used, or a picture is missing
     */
    public static void write(Path source, Path zip, boolean whole, DatasetCheck.Progress progress) throws IOException {
        Path beside = zip.resolveSibling(zip.getFileName() + ".part");
        try (DatasetFiles files = DatasetFiles.open(source)) {
            DatasetZip written = new DatasetZip(files, source, whole);
            try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(beside)))) {
                out.setMethod(ZipOutputStream.STORED);
                written.write(out, progress);
            }
            Files.move(beside, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private void write(ZipOutputStream out, DatasetCheck.Progress progress) throws IOException {
        List<HeadDataset.View> views = dataset.identities().stream()
                .flatMap(identity -> identity.views().stream())
                .toList();
        String images = whole ? PictureKind.IMAGE.folder() : "";
        deflate(out, imagesWere + LabelFile.NAME, images + LabelFile.NAME);
        for (String list : LISTS) {
            if (files.has(list)) {
                deflate(out, list, list);
            }
        }
        for (int i = 0; i < views.size(); i++) {
            HeadDataset.View view = views.get(i);
            store(out, dataset.image(view), images + view.file());
            for (String shape : List.of(dataset.mask(view), dataset.depth(view))) {
                if (whole && files.has(shape)) {
                    store(out, shape, shape);
                }
            }
            progress.onView(i + 1, views.size());
        }
    }

    private void deflate(ZipOutputStream out, String from, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.DEFLATED);
        out.putNextEntry(entry);
        try (var in = files.open(from)) {
            in.transferTo(out);
        }
        out.closeEntry();
    }

    private void store(ZipOutputStream out, String from, String name) throws IOException {
        byte[] bytes = files.read(from);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
