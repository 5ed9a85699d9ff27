package org.balancehead.actors.fakes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.balancehead.model.HeadModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/**
 * Renders a flat colour with a white corner: red tells the camera's yaw, green the revision within its inversion. Blue
 * is noise where views are large, so that they weigh as much as heads do. Counts what is open and remembers which
 * threads called.
 */
public final class FakeHeadModel implements HeadModel {
    public static final int SIZE = 32;

    private static final int LARGE = 64;
    public static final ModelVersion VERSION = new ModelVersion("fake", "1", 1, "tiny", "digest");

    private final Map<String, Set<String>> threads = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger(1);
    private final Consumer<String> before;
    private final ModelVersion version;
    private final int size;
    private final AtomicInteger inversions = new AtomicInteger();
    private volatile double worse;
    private volatile boolean endless;

    /** A model that does as it is told. */
    public FakeHeadModel() {
        this(call -> {});
    }

    /**
     * @param before called with {@code sample}, {@code invert}, {@code step}, {@code render}, {@code copy} or
     *     {@code restore} on the caller's thread; may throw or wait
     */
    public FakeHeadModel(Consumer<String> before) {
        this(before, VERSION, SIZE);
    }

    /**
     * One of another version, or size.
     *
     * @param size side of its views in pixels
     */
    public FakeHeadModel(Consumer<String> before, ModelVersion version, int size) {
        this.before = before;
        this.version = version;
        this.size = size;
    }

    /** Makes avatars whose PSNR is so many dB lower from now on; returns itself. */
    public FakeHeadModel worseBy(double dB) {
        worse = dB;
        return this;
    }

    /** Makes inversions that never finish from now on; returns itself. */
    public FakeHeadModel endless() {
        endless = true;
        return this;
    }

    double worse() {
        return worse;
    }

    /** How many of the model, its inversions and its avatars are not closed. */
    public int open() {
        return open.get();
    }

    /** How many of its inversions are not closed. */
    public int openInversions() {
        return inversions.get();
    }

    /**
     * Names of the threads that ever made a call: {@code invert}, {@code step}, {@code render}, {@code close model},
     * {@code close inversion}, {@code close avatar}.
     */
    public Set<String> threadsOf(String call) {
        return Set.copyOf(threads.getOrDefault(call, Set.of()));
    }

    @Override
    public ModelVersion version() {
        return version;
    }

    @Override
    public int imageSize() {
        return size;
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        called("invert");
        if (views.isEmpty()) {
            throw new IllegalArgumentException("There is no view.");
        }
        inversions.incrementAndGet();
        return new FakeInversion(this, views.size(), endless);
    }

    @Override
    public Avatar sample(long seed, double psi) {
        called("sample");
        return new FakeAvatar(this, new Revision(1, Stage.ENCODER, 0, 0));
    }

    @Override
    public Avatar draw(long seed, double psi, float[] condition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RgbImage> render(List<View> views) {
        called("render");
        return views.stream().map(view -> picture(view.avatar(), view.camera())).toList();
    }

    private RgbImage picture(Avatar avatar, CameraPose camera) {
        byte[] rgb = new byte[size * size * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) Math.round((camera.yawDegrees() + 180) / 360 * 255);
            rgb[i + 1] = (byte) (avatar.revision().number() * 40);
            rgb[i + 2] = size < LARGE ? 0 : (byte) ((i * 2_654_435_761L) >> 24);
        }
        Arrays.fill(rgb, rgb.length - 3, rgb.length, (byte) 255);
        return new RgbImage(size, size, rgb);
    }

    /** A MiB for each thing that is open. */
    @Override
    public long memoryInUse() {
        return open.get() * (1L << 20);
    }

    @Override
    public AvatarCopy copy(Avatar avatar) {
        called("copy");
        return new AvatarCopy(
                version.name() + " " + version.version(),
                Map.of("colour", StoredTensor.of(new float[] {1}, 1)),
                avatar.revision());
    }

    @Override
    public Avatar restore(AvatarCopy copy) {
        called("restore");
        return new FakeAvatar(this, copy.revision());
    }

    @Override
    public void close() {
        closed("model");
    }

    void called(String call) {
        note(call);
        before.accept(call);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed(String what) {
        note("close " + what);
        open.decrementAndGet();
    }

    void closedInversion() {
        closed("inversion");
        inversions.decrementAndGet();
    }

    private void note(String call) {
        threads.computeIfAbsent(call, key -> ConcurrentHashMap.newKeySet())
                .add(Thread.currentThread().getName());
    }
}
