package org.balancehead.model.dataset.synthetic;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.image.ContactSheet;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;

/**
 * Makes a dataset of synthetic heads: each seed gives one identity, its light and its views, always the same ones.
 *
 * <p>Identities that the folder already holds are left alone, so that an interrupted run is resumed by running it
 * again.
 */
public final class HeadSynthesiser {
    private static final int LISTED_EVERY = 64;
    private static final int SHEET_ROWS = 12;
    private static final int SHEET_SIZE = 128;
    private static final int[] SHEET_YAWS = {0, 45, 90, 180, 270};

    /** Bytes a pixel of a view takes on disk, generously. */
    private static final double BYTES_PER_PIXEL = 2.5;

    private final AssetLibrary assets;
    private final IdentityFiles files;
    private final Path folder;
    private final SynthesisOrder order;
    private final Progress progress;
    private int done;

    private HeadSynthesiser(AssetLibrary assets, Path folder, SynthesisOrder order, Progress progress) {
        this.assets = assets;
        this.files = new IdentityFiles(folder);
        this.folder = folder;
        this.order = order;
        this.progress = progress;
    }

    /** Hears how far a run is; calls come one at a time. */
    @FunctionalInterface
    public interface Progress {
        /**
         * One more identity is complete.
         *
         * @param done identities made by this run so far
         * @param total identities that this run has to make; those that were there already do not count
         */
        void onIdentity(int done, int total);
    }

    /**
     * Runs the order.
     *
     * @param assets the package as it was fetched, or the folder it was unpacked into
     * @param folder the dataset, made or added to
     * @throws UnusableDatasetException when the assets or the folder cannot be used
     */
    public static void run(Path assets, Path folder, SynthesisOrder order, Progress progress) throws IOException {
        Files.createDirectories(folder);
        AssetLibrary library = AssetLibrary.open(AssetPackage.unpacked(assets, folder));
        new HeadSynthesiser(library, folder, order, progress).run();
    }

    private void run() throws IOException {
        Queue<Long> seeds = new ConcurrentLinkedQueue<>(missing());
        int total = seeds.size();
        checkSpace(total);
        ExecutorService workers = Executors.newFixedThreadPool(order.threads());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < order.threads(); i++) {
                running.add(workers.submit(() -> {
                    work(seeds, total);
                    return null;
                }));
            }
            for (Future<?> worker : running) {
                await(worker);
            }
        } finally {
            workers.shutdownNow();
        }
        files.removeParts();
        files.writeLists();
        writeSheet();
    }

    private List<Long> missing() throws IOException {
        List<Long> seeds = new ArrayList<>();
        for (long seed = order.firstSeed(); seed < order.firstSeed() + order.identities(); seed++) {
            if (!files.complete(seed, order.views(), order.size())) {
                seeds.add(seed);
            }
        }
        return seeds;
    }

    private void checkSpace(int identities) throws IOException {
        FileStore store = Files.getFileStore(folder);
        long needed = (long) (BYTES_PER_PIXEL * identities * order.views() * order.size() * order.size());
        if (store.getUsableSpace() < needed) {
            throw new UnusableDatasetException(
                    "%s has %d MB left, but %d identities may need %d MB: make fewer, or choose another disk."
                            .formatted(folder, store.getUsableSpace() >> 20, identities, needed >> 20));
        }
    }

    private void work(Queue<Long> seeds, int total) throws IOException {
        ViewRenderer renderer = new ViewRenderer(order.size());
        HeadBuilder builder = new HeadBuilder(assets);
        for (Long seed = seeds.poll(); seed != null; seed = seeds.poll()) {
            HeadIdentity identity = HeadIdentity.of(seed, assets.targets());
            HeadScene scene = builder.build(identity);
            List<HeadView> views = new ArrayList<>();
            for (CameraPose camera : ViewSchedule.of(seed, order.views())) {
                views.add(renderer.render(scene, camera));
            }
            files.write(identity, views);
            finished(total);
        }
    }

    private synchronized void finished(int total) throws IOException {
        done++;
        if (done % LISTED_EVERY == 0) {
            files.writeLists();
        }
        progress.onIdentity(done, total);
    }

    private static void await(Future<?> worker) throws IOException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("A head could not be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted; run the same command again to go on.", e);
        }
    }

    private void writeSheet() throws IOException {
        HeadBuilder builder = new HeadBuilder(assets);
        ViewRenderer renderer = new ViewRenderer(SHEET_SIZE);
        List<List<RgbImage>> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(SHEET_ROWS, order.identities()); i++) {
            HeadScene scene = builder.build(HeadIdentity.of(order.firstSeed() + i, assets.targets()));
            List<RgbImage> row = new ArrayList<>();
            for (int yaw : SHEET_YAWS) {
                row.add(new RgbImage(
                        SHEET_SIZE,
                        SHEET_SIZE,
                        renderer.render(scene, CameraPose.orbit(yaw, 0)).rgb()));
            }
            rows.add(row);
        }
        ImageFiles.writePng(ContactSheet.rows(rows), folder.resolve("contact.png"));
    }
}
