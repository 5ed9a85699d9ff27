package org.balancehead.model.inversion;

import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.chart.CameraRays;
import org.balancehead.model.image.RgbImage;

/** The aligned pictures that supervise one inversion, and random rays through them. Confined to one thread. */
final class SupervisingViews {
    /** Share of the rays that go through the frontal picture when there are others. */
    private static final double FRONTAL = 0.6;

    /** Share of rays that are drawn where the head is. */
    private static final double ON_HEAD = 0.75;

    /** From this opacity on a pixel shows nothing of what is behind. */
    private static final float SURELY_HEAD = 0.9f;

    /** So wide, by the picture's side, may the rim be where a photograph mixes both; a pixel at least. */
    private static final int MARGINS_A_SIDE = 128;

    /** Views that an inversion takes at most. */
    static final int MOST = 5;

    private final List<AlignedHead> heads;
    private final int side;

    private SupervisingViews(List<AlignedHead> heads, int side) {
        this.heads = List.copyOf(heads);
        this.side = side;
    }

    /**
     * The pictures of one person, the frontal one first.
     *
     * @throws IllegalArgumentException when there is none, more than five, or one that is not {@code side} square
     */
    static SupervisingViews of(List<AlignedHead> heads, int side) {
        if (heads.isEmpty() || heads.size() > MOST) {
            throw new IllegalArgumentException(
                    "An inversion takes 1 to %d views, not %d.".formatted(MOST, heads.size()));
        }
        for (AlignedHead head : heads) {
            RgbImage crop = head.crop();
            if (crop.width() != side || crop.height() != side) {
                throw new IllegalArgumentException(
                        "A view must be %d×%d pixels, not %d×%d.".formatted(side, side, crop.width(), crop.height()));
            }
        }
        return new SupervisingViews(heads, side);
    }

    AlignedHead frontal() {
        return heads.get(0);
    }

    List<AlignedHead> all() {
        return heads;
    }

    /** The frontal picture as the encoder takes it: {@code [4, 128, 128]}, colour on white and opacity 0…1. */
    float[] encoderPicture() {
        int input = HeadEncoder.INPUT;
        float[] picture = new float[4 * input * input];
        double scale = side / (double) input;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int to = ((int) (y / scale)) * input + (int) (x / scale);
                float alpha = alpha(frontal(), x, y);
                picture[3 * input * input + to] += (float) (alpha / (scale * scale));
                for (int c = 0; c < 3; c++) {
                    picture[c * input * input + to] += (float) (onWhite(frontal(), x, y, c, alpha) / (scale * scale));
                }
            }
        }
        return picture;
    }

    /**
     * Rays through pixel centres and what they are to see.
     *
     * @param colours on white {@code [3, R]}
     * @param alphas {@code [R]}
     * @param known 1 where the source picture shows the pixel {@code [R]}
     * @param inside 1 where it is known, and all about it belongs to the head {@code [R]}
     */
    record Rays(CameraRays lines, float[] colours, float[] alphas, float[] known, float[] inside) {}

    /** Draws rays at random. */
    Rays draw(Random random, int count) {
        Rays rays = new Rays(
                new CameraRays(new float[count * 3], new float[count * 3]),
                new float[count * 3],
                new float[count],
                new float[count],
                new float[count]);
        for (int i = 0; i < count; i++) {
            AlignedHead head = pick(random);
            boolean onHead = random.nextDouble() < ON_HEAD;
            int x = random.nextInt(side);
            int y = random.nextInt(side);
            for (int tries = 0; onHead && alpha(head, x, y) < 0.5f && tries < 20; tries++) {
                x = random.nextInt(side);
                y = random.nextInt(side);
            }
            set(rays, i, head, x, y);
        }
        return rays;
    }

    private AlignedHead pick(Random random) {
        if (heads.size() == 1 || random.nextDouble() < FRONTAL) {
            return frontal();
        }
        return heads.get(1 + random.nextInt(heads.size() - 1));
    }

    private void set(Rays rays, int ray, AlignedHead head, int x, int y) {
        CameraPose camera = head.camera();
        rays.lines().put(ray, camera.cameraToWorld(), camera.intrinsics(), (x + 0.5) / side, (y + 0.5) / side);
        float alpha = alpha(head, x, y);
        rays.alphas()[ray] = alpha;
        rays.known()[ray] = head.known().alpha()[y * side + x];
        rays.inside()[ray] = inside(head, x, y) ? rays.known()[ray] : 0;
        for (int c = 0; c < 3; c++) {
            rays.colours()[c * rays.alphas().length + ray] = onWhite(head, x, y, c, alpha);
        }
    }

    /** A supervising picture on white, as the avatar is to look from its camera. */
    static RgbImage onWhite(AlignedHead head) {
        RgbImage crop = head.crop();
        byte[] rgb = new byte[crop.rgb().length];
        for (int i = 0; i < crop.width() * crop.height(); i++) {
            int x = i % crop.width();
            int y = i / crop.width();
            float alpha = alpha(head, x, y);
            for (int c = 0; c < 3; c++) {
                rgb[i * 3 + c] = (byte) Math.round(onWhite(head, x, y, c, alpha) * 255);
            }
        }
        return new RgbImage(crop.width(), crop.height(), rgb);
    }

    private static float onWhite(AlignedHead head, int x, int y, int channel, float alpha) {
        return head.crop().channel(x, y, channel) / 255f * alpha + 1 - alpha;
    }

    /** Whether a pixel and those about it are head, beyond the picture's edge as at it. */
    private static boolean inside(AlignedHead head, int x, int y) {
        int side = head.mask().width();
        int margin = Math.max(1, side / MARGINS_A_SIDE);
        for (int j = Math.max(0, y - margin); j <= Math.min(side - 1, y + margin); j++) {
            for (int i = Math.max(0, x - margin); i <= Math.min(side - 1, x + margin); i++) {
                if (alpha(head, i, j) < SURELY_HEAD) {
                    return false;
                }
            }
        }
        return true;
    }

    private static float alpha(AlignedHead head, int x, int y) {
        return head.mask().alpha()[y * head.mask().width() + x];
    }
}
