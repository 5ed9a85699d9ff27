package org.balancehead.model.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.image.RgbImage;

/**
 * The pictures of a dataset averaged down to one side, in a mapped file of their own beside {@code packed.bin}: RGBA
 * bytes {@code [identities][views][side][side]}. Small pictures read from full-size ones would have the disk read a
 * hundred times as much. Safe for many threads at once.
 */
public final class ReducedViews {
    private static final long SEGMENT_BYTES = 1L << 30;

    private final PackedViews views;
    private final int side;
    private final int perSegment;
    private final List<MappedByteBuffer> segments = new ArrayList<>();

    private ReducedViews(PackedViews views, int side) {
        this.views = views;
        this.side = side;
        perSegment = (int) (SEGMENT_BYTES / identityBytes());
    }

    /**
     * Maps the pictures of a side, after averaging them down where that was not done yet.
     *
     * @param folder the dataset's, where they are kept
     * @param side a divisor of the views' side
     * @throws IllegalArgumentException when it is none
     */
    public static ReducedViews open(Path folder, PackedViews views, int side) throws IOException {
        if (side < 1 || views.size() % side != 0) {
            throw new IllegalArgumentException(
                    "Pictures of %d pixels cannot be averaged down to %d: make data whose side is a multiple."
                            .formatted(views.size(), side));
        }
        ReducedViews reduced = new ReducedViews(views, side);
        Path file = folder.resolve("reduced-%d.bin".formatted(side));
        long bytes = views.identities() * reduced.identityBytes();
        if (!Files.isRegularFile(file) || Files.size(file) != bytes) {
            reduced.write(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int first = 0; first < views.identities(); first += reduced.perSegment) {
                int count = Math.min(reduced.perSegment, views.identities() - first);
                reduced.segments.add(channel.map(
                        FileChannel.MapMode.READ_ONLY,
                        first * reduced.identityBytes(),
                        count * reduced.identityBytes()));
            }
        }
        return reduced;
    }

    private void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        byte[] large = new byte[views.size() * views.size() * 4];
        byte[] small = new byte[side * side * 4];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
            for (int identity = 0; identity < views.identities(); identity++) {
                for (int view = 0; view < views.views(); view++) {
                    views.read(identity, view, large);
                    average(large, small);
                    out.write(small);
                }
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void average(byte[] large, byte[] small) {
        int factor = views.size() / side;
        for (int i = 0; i < side * side * 4; i++) {
            int channel = i % 4;
            int x = i / 4 % side * factor;
            int y = i / 4 / side * factor;
            int sum = factor * factor / 2;
            for (int k = 0; k < factor * factor; k++) {
                sum += large[((y + k / factor) * views.size() + x + k % factor) * 4 + channel] & 0xff;
            }
            small[i] = (byte) (sum / (factor * factor));
        }
    }

    private long identityBytes() {
        return (long) views.views() * side * side * 4;
    }

    /** The whole dataset, with its cameras. */
    public PackedViews views() {
        return views;
    }

    /** Side of the pictures in pixels. */
    public int side() {
        return side;
    }

    /** Copies a view's pixels, row by row: {@code side · side} times red, green, blue over white, and opacity. */
    public void read(int identity, int view, byte[] rgbaOut) {
        int within = (int) (identity % perSegment * identityBytes());
        segments.get(identity / perSegment).get(within + view * side * side * 4, rgbaOut, 0, side * side * 4);
    }

    /** A view on white. */
    public RgbImage onWhite(int identity, int view) {
        byte[] rgba = new byte[side * side * 4];
        read(identity, view, rgba);
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = rgba[i / 3 * 4 + i % 3];
        }
        return new RgbImage(side, side, rgb);
    }
}
