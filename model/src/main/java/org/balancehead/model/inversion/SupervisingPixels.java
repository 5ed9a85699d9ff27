package org.balancehead.model.inversion;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;

/**
 * One supervising picture at the size at which a generator renders, and random pixels of it. Confined to one thread.
 */
final class SupervisingPixels {
    /** Share of the pixels that are drawn where the head is. */
    private static final double ON_HEAD = 0.75;

    private final float[] label;
    private final RgbImage picture;
    private final float[] alpha;
    private final float[] known;
    private final int[] onHead;

    private SupervisingPixels(AlignedHead head, int side) {
        label = head.camera().label();
        picture = Resampling.resize(head.crop(), side, side);
        alpha = head.mask().resized(side, side).alpha();
        known = head.known().resized(side, side).alpha();
        int[] found = new int[alpha.length];
        int count = 0;
        for (int i = 0; i < alpha.length; i++) {
            if (alpha[i] >= 0.5f) {
                found[count++] = i;
            }
        }
        onHead = Arrays.copyOf(found, count);
    }

    /** The pictures of one person, {@code side} pixels wide. */
    static List<SupervisingPixels> of(List<AlignedHead> heads, int side) {
        return heads.stream().map(head -> new SupervisingPixels(head, side)).toList();
    }

    /** The camera's label. */
    float[] label() {
        return label;
    }

    /**
     * Pixels and what they are to show.
     *
     * @param index row by row
     * @param colours −1…1: {@code [3, R]}
     * @param alphas 1 where head is: {@code [R]}
     * @param known 1 where the source picture shows the pixel: {@code [R]}
     */
    record Pixels(long[] index, float[] colours, float[] alphas, float[] known) {}

    /** Draws pixels at random. */
    Pixels draw(Random random, int count) {
        Pixels drawn = new Pixels(new long[count], new float[3 * count], new float[count], new float[count]);
        for (int i = 0; i < count; i++) {
            boolean aimed = onHead.length > 0 && random.nextDouble() < ON_HEAD;
            int pixel = aimed ? onHead[random.nextInt(onHead.length)] : random.nextInt(alpha.length);
            drawn.index()[i] = pixel;
            drawn.alphas()[i] = alpha[pixel];
            drawn.known()[i] = known[pixel];
            for (int c = 0; c < 3; c++) {
                drawn.colours()[c * count + i] = (picture.rgb()[3 * pixel + c] & 0xff) / 127.5f - 1;
            }
        }
        return drawn;
    }
}
