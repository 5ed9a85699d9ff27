package org.balancehead.model.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The labels of posed head views in EG3D's form, in a folder or a zip, grouped by identity in the order of
 * {@code dataset.json}, which stands in {@code images/} or at the root.
 *
 * <p>Pictures {@code <identity>/view_NN.png} are views of one head; any other picture is an identity of its own.
 */
public final class HeadDataset {
    private static final Pattern VIEW = Pattern.compile("(.+)/view_\\d+\\.\\w+");

    private final String pictureFolder;
    private final List<Identity> identities;

    private HeadDataset(String pictureFolder, List<Identity> identities) {
        this.pictureFolder = pictureFolder;
        this.identities = identities;
    }

    /**
     * One picture and the camera that took it.
     *
     * @param file path from where {@code dataset.json} stands, with forward slashes
     * @param label 25 numbers, see {@link org.balancehead.model.camera.CameraPose#ofLabel}
     */
    public record View(String file, float[] label) {}

    /**
     * The views of one head, the frontal one first.
     *
     * @param name the folder of its views, or the one picture
     */
    public record Identity(String name, List<View> views) {
        /** The seed that the folder is named after, or −1 when its name is no number. */
        public long seed() {
            return name.matches("\\d{1,18}") ? Long.parseLong(name) : -1;
        }
    }

    /**
     * Reads and checks the labels of a dataset; no picture is touched.
     *
     * @param dataset a folder or a zip
     * @throws UnusableDatasetException when there is no {@code dataset.json}, it is not of EG3D's form, or one of its
     *     labels is no camera
     */
    public static HeadDataset open(Path dataset) throws IOException {
        try (DatasetFiles files = DatasetFiles.open(dataset)) {
            return open(files, dataset);
        }
    }

    static HeadDataset open(DatasetFiles files, Path dataset) throws IOException {
        String pictureFolder = pictureFolder(files, dataset);
        List<View> entries = entries(files, pictureFolder);
        Set<String> seen = new HashSet<>();
        for (View view : entries) {
            Optional<String> trouble = seen.add(view.file()) ? LabelCheck.trouble(view) : Optional.of("has two labels");
            if (trouble.isPresent()) {
                throw new UnusableDatasetException("%s %s; 'dataset check %s' lists all that is wrong."
                        .formatted(files.where(pictureFolder + view.file()), trouble.get(), dataset));
            }
        }
        return of(pictureFolder, entries);
    }

    /** A dataset of checked entries. */
    static HeadDataset of(String pictureFolder, Iterable<View> entries) {
        Map<String, List<View>> byIdentity = new LinkedHashMap<>();
        for (View view : entries) {
            byIdentity
                    .computeIfAbsent(identity(view.file()), name -> new ArrayList<>(1))
                    .add(view);
        }
        List<Identity> identities = new ArrayList<>(byIdentity.size());
        byIdentity.forEach((name, views) -> identities.add(new Identity(name, List.copyOf(views))));
        return new HeadDataset(pictureFolder, List.copyOf(identities));
    }

    /** {@code images/} when {@code dataset.json} stands there, nothing when it stands at the root. */
    static String pictureFolder(DatasetFiles files, Path dataset) throws IOException {
        for (String folder : List.of(PictureKind.IMAGE.folder(), "")) {
            if (files.has(folder + LabelFile.NAME)) {
                return folder;
            }
        }
        throw new UnusableDatasetException(
                "%s is not a dataset: it has no dataset.json, neither in images/ nor beside; 'dataset synthesise' makes one."
                        .formatted(dataset));
    }

    /** What {@code dataset.json} says, unchecked. */
    static List<View> entries(DatasetFiles files, String pictureFolder) throws IOException {
        String name = pictureFolder + LabelFile.NAME;
        try (InputStream in = files.open(name)) {
            return LabelFile.read(in, files.where(name));
        }
    }

    /** Writes {@code images/dataset.json} beside and renames it. */
    public static void writeLabels(Path folder, Iterable<View> views) throws IOException {
        Path images = Files.createDirectories(folder.resolve(PictureKind.IMAGE.folder()));
        LabelFile.write(images.resolve(LabelFile.NAME), views);
    }

    /** Where what is made from a dataset stands: in its folder, or in {@code <zip>.packed} beside its zip. */
    public static Path sideFolder(Path dataset) {
        return Files.isRegularFile(dataset) ? dataset.resolveSibling(dataset.getFileName() + ".packed") : dataset;
    }

    public List<Identity> identities() {
        return identities;
    }

    /** The name of a view's picture within the dataset: RGB, over white where it is synthetic. */
    public String image(View view) {
        return pictureFolder + view.file();
    }

    /** The name of a view's mask within the dataset: 8-bit grey, 255 on the head. */
    public String mask(View view) {
        return PictureKind.MASK.folder() + view.file();
    }

    /**
     * The name of a view's depths within the dataset: 16-bit grey, distance along the ray times
     * {@link PackedViews#DEPTH_SCALE}, 0 where nothing is hit.
     */
    public String depth(View view) {
        return PictureKind.DEPTH.folder() + view.file();
    }

    private static String identity(String file) {
        var view = VIEW.matcher(file);
        return view.matches() ? view.group(1) : file;
    }
}
