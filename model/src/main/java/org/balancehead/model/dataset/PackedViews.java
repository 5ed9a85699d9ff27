package org.balancehead.model.dataset;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.RgbImage;

/** The pixels of a dataset in one mapped file, for random access while training; safe for many threads at once. */
public final class PackedViews implements ViewSource {
    /** A stored depth is the distance from the camera along the pixel's ray, in world units, times this. */
    public static final int DEPTH_SCALE = 16_000;

    /** Mapped segments hold whole identities and stay below this, for a buffer's index is an int. */
    static final long SEGMENT_BYTES = 1L << 30;

    private final PackIndex index;
    private final ViewForm form;
    private final List<MappedByteBuffer> segments;
    private final int identitiesPerSegment;

    private PackedViews(PackIndex index, List<MappedByteBuffer> segments, int identitiesPerSegment) {
        this.index = index;
        this.form = index.form();
        this.segments = segments;
        this.identitiesPerSegment = identitiesPerSegment;
    }

    /**
     * Maps the views of a dataset that has masks and depths, after packing the identities that are not packed yet.
     *
     * <p>An open dataset does not see identities that are added later; opening again does.
     *
     * @param dataset a folder, which {@code packed.bin} is put into, or a zip, beside which it is put
     * @throws UnusableDatasetException when it is no dataset, holds a broken picture or camera, lacks masks or depths,
     *     or mixes sizes or numbers of views; it names the file
     */
    public static PackedViews open(Path dataset) throws IOException {
        return map(dataset, true);
    }

    /**
     * Maps the views of a dataset that may be pictures and cameras alone; see {@link #masked} and {@link #deep}.
     *
     * @throws UnusableDatasetException as {@link #open} does, but for masks and depths
     */
    public static PackedViews openPictures(Path dataset) throws IOException {
        return map(dataset, false);
    }

    private static PackedViews map(Path dataset, boolean shapesNeeded) throws IOException {
        PackIndex index = ViewPacker.update(dataset, shapesNeeded);
        long identityBytes = index.form().identityBytes();
        int perSegment = (int) Math.max(1, SEGMENT_BYTES / identityBytes);
        List<MappedByteBuffer> segments = new ArrayList<>();
        try (FileChannel file =
                FileChannel.open(PackIndex.pixelFile(HeadDataset.sideFolder(dataset)), StandardOpenOption.READ)) {
            for (int first = 0; first < index.identities(); first += perSegment) {
                long bytes = Math.min(perSegment, index.identities() - first) * identityBytes;
                MappedByteBuffer segment = file.map(FileChannel.MapMode.READ_ONLY, first * identityBytes, bytes);
                segment.order(ByteOrder.LITTLE_ENDIAN);
                segments.add(segment);
            }
        }
        return new PackedViews(index, List.copyOf(segments), perSegment);
    }

    @Override
    public int identities() {
        return index.identities();
    }

    @Override
    public int views() {
        return form.views();
    }

    @Override
    public int size() {
        return form.size();
    }

    /** The identity's name in the dataset. */
    public String name(int identity) {
        return index.all().get(identity).name();
    }

    /** The seed that made the identity; −1 when its folder is not named after one. */
    public long seed(int identity) {
        return index.seed(identity);
    }

    /** EG3D's 25 numbers of the view's camera. */
    public float[] label(int identity, int view) {
        return index.label(identity, view);
    }

    @Override
    public CameraPose camera(int identity, int view) {
        return CameraPose.ofLabel(label(identity, view));
    }

    @Override
    public int rgba(int identity, int view, int x, int y) {
        return segment(identity).getInt(viewOffset(identity, view, 4) + (y * size() + x) * 4);
    }

    /** Whether alpha says how much of a pixel is head; else it is opaque everywhere. */
    public boolean masked() {
        return form.masks();
    }

    /** Whether there are depths; else all are 0. */
    public boolean deep() {
        return form.depths();
    }

    @Override
    public int depth(int identity, int view, int x, int y) {
        if (!deep()) {
            return 0;
        }
        return segment(identity).getShort(depthOffset(identity, view) + (y * size() + x) * 2) & 0xffff;
    }

    @Override
    public void read(int identity, int view, byte[] rgbaOut) {
        segment(identity).get(viewOffset(identity, view, 4), rgbaOut, 0, size() * size() * 4);
    }

    /** A view on white. */
    public RgbImage picture(int identity, int view) {
        byte[] rgba = new byte[size() * size() * 4];
        read(identity, view, rgba);
        byte[] rgb = new byte[size() * size() * 3];
        for (int i = 0; i < size() * size(); i++) {
            System.arraycopy(rgba, i * 4, rgb, i * 3, 3);
        }
        return new RgbImage(size(), size(), rgb);
    }

    /** Copies the depths of a view: {@code size · size} unsigned 16-bit values, see {@link #depth}. */
    public void readDepth(int identity, int view, short[] depthOut) {
        if (!deep()) {
            Arrays.fill(depthOut, 0, size() * size(), (short) 0);
            return;
        }
        MappedByteBuffer segment = segment(identity);
        segment.slice(depthOffset(identity, view), size() * size() * 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(depthOut, 0, size() * size());
    }

    private MappedByteBuffer segment(int identity) {
        return segments.get(identity / identitiesPerSegment);
    }

    private int viewOffset(int identity, int view, int pixelBytes) {
        if (view < 0 || view >= views()) {
            throw new IndexOutOfBoundsException("view " + view + " of " + views());
        }
        return (int) (identity % identitiesPerSegment * form.identityBytes()) + view * size() * size() * pixelBytes;
    }

    private int depthOffset(int identity, int view) {
        return viewOffset(identity, view, 2) + views() * size() * size() * 4;
    }
}
