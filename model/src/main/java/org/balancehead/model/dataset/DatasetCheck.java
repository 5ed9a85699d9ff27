package org.balancehead.model.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Looks at every label and every picture of a dataset, on all cores, and tells all that is wrong. */
public final class DatasetCheck {
    private final Path dataset;
    private final DatasetFiles files;
    private final Progress progress;
    private final String pictureFolder;
    private final TroubleList troubles = new TroubleList();

    private DatasetCheck(Path dataset, DatasetFiles files, Progress progress) throws IOException {
        this.dataset = dataset;
        this.files = files;
        this.progress = progress;
        this.pictureFolder = HeadDataset.pictureFolder(files, dataset);
    }

    /** Hears how far a check is; calls come one at a time. */
    @FunctionalInterface
    public interface Progress {
        /** One more view has been looked at. */
        void onView(int done, int total);
    }

    /**
     * Checks a dataset.
     *
     * @param dataset a folder or a zip
     * @throws UnusableDatasetException when there are no labels to check anything against
     */
    public static DatasetReport run(Path dataset, Progress progress) throws IOException {
        try (DatasetFiles files = DatasetFiles.open(dataset)) {
            return new DatasetCheck(dataset, files, progress).run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private DatasetReport run() throws IOException {
        List<HeadDataset.View> entries = HeadDataset.entries(files, pictureFolder);
        List<HeadDataset.View> views = new ArrayList<>(); // with names to look for
        List<HeadDataset.View> posed = new ArrayList<>(); // with cameras, too
        checkLabels(entries, views, posed);
        refuseUnlabelled(views);
        boolean masks = any(PictureKind.MASK, views);
        boolean depths = any(PictureKind.DEPTH, views);
        int size = checkPictures(views, masks, depths);
        HeadDataset heads = HeadDataset.of(pictureFolder, views);
        checkViewCounts(heads);
        return new DatasetReport(
                views.size(),
                heads.identities().size(),
                size,
                masks,
                depths,
                checkSemantic(heads),
                ViewDirections.of(posed),
                troubles.first(),
                troubles.count());
    }

    private void checkLabels(
            List<HeadDataset.View> entries, List<HeadDataset.View> views, List<HeadDataset.View> posed) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            HeadDataset.View view = entries.get(i);
            Optional<String> trouble = LabelCheck.trouble(view);
            boolean first = seen.add(view.file());
            if (first && DatasetFiles.safe(view.file())) {
                views.add(view);
            }
            if (!first) {
                troubles.add(i, "%s has two labels.".formatted(where(view)));
            } else if (trouble.isPresent()) {
                troubles.add(i, "%s %s.".formatted(where(view), trouble.get()));
            } else {
                posed.add(view);
            }
        }
    }

    private void refuseUnlabelled(List<HeadDataset.View> views) throws IOException {
        Set<String> labelled = new HashSet<>();
        for (HeadDataset.View view : views) {
            labelled.add(pictureFolder + view.file());
        }
        files.below(pictureFolder, name -> {
            boolean other = name.startsWith(PictureKind.MASK.folder()) || name.startsWith(PictureKind.DEPTH.folder());
            if (DatasetFiles.picture(name) && !other && !labelled.contains(name)) {
                troubles.add(Integer.MAX_VALUE, "%s has no label in %s.".formatted(files.where(name), LabelFile.NAME));
            }
        });
    }

    private boolean any(PictureKind kind, List<HeadDataset.View> views) {
        return views.stream().anyMatch(view -> files.has(kind.folder() + view.file()));
    }

    /** Decodes everything. The size that most pictures have, 0 when none could be read. */
    private int checkPictures(List<HeadDataset.View> views, boolean masks, boolean depths) {
        int[] sizes = new int[views.size()];
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, sizes.length).parallel().forEach(i -> {
            String file = views.get(i).file();
            sizes[i] = size(i, pictureFolder + file, PictureKind.IMAGE);
            if (masks) {
                compare(i, sizes[i], PictureKind.MASK.folder() + file, PictureKind.MASK);
            }
            if (depths) {
                compare(i, sizes[i], PictureKind.DEPTH.folder() + file, PictureKind.DEPTH);
            }
            synchronized (progress) {
                progress.onView(done.incrementAndGet(), sizes.length);
            }
        });
        int most = mostFrequent(sizes);
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0 && sizes[i] != most) {
                troubles.add(
                        i,
                        "%s is %d pixels wide, most pictures %d: all must have one size."
                                .formatted(where(views.get(i)), sizes[i], most));
            }
        }
        return most;
    }

    private int size(int order, String name, PictureKind kind) {
        try {
            return ViewPicture.read(files, name, kind).size();
        } catch (UnusableDatasetException trouble) {
            troubles.add(order, String.valueOf(trouble.getMessage()));
        } catch (IOException trouble) {
            troubles.add(order, "%s cannot be read: %s.".formatted(files.where(name), trouble.getMessage()));
        }
        return 0;
    }

    private void compare(int order, int pictureSize, String name, PictureKind kind) {
        int size = size(order, name, kind);
        if (size > 0 && pictureSize > 0 && size != pictureSize) {
            troubles.add(
                    order, "%s is %d pixels wide, its picture %d.".formatted(files.where(name), size, pictureSize));
        }
    }

    private void checkViewCounts(HeadDataset heads) {
        int[] counts = heads.identities().stream()
                .mapToInt(identity -> identity.views().size())
                .toArray();
        int most = mostFrequent(counts);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != most) {
                troubles.add(
                        Integer.MAX_VALUE,
                        "Identity %s has %d views, most have %d: all must have the same."
                                .formatted(heads.identities().get(i).name(), counts[i], most));
            }
        }
    }

    private String checkSemantic(HeadDataset heads) throws IOException {
        try {
            return SemanticFeatures.read(dataset, heads)
                    .map(features -> "%s, %d numbers".formatted(features.encoder(), features.dimension()))
                    .orElse("");
        } catch (UnusableDatasetException trouble) {
            troubles.add(Integer.MAX_VALUE, String.valueOf(trouble.getMessage()));
            return "";
        }
    }

    private String where(HeadDataset.View view) {
        return files.where(pictureFolder + view.file());
    }

    /** The number above zero that occurs most often, 0 when there is none. */
    private static int mostFrequent(int[] numbers) {
        Map<Integer, Integer> times = new HashMap<>();
        for (int number : numbers) {
            if (number > 0) {
                times.merge(number, 1, Integer::sum);
            }
        }
        return times.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0);
    }
}
