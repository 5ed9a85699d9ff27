package org.balancehead.model.dataset.synthetic;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.jspecify.annotations.Nullable;

/**
 * A square-pixelled colour picture that surfaces sample: linear light and alpha, repeated at its borders.
 *
 * <p>Transparent texels carry the colour of the nearest opaque ones, so that filtering leaves no fringes.
 */
final class Texture {
    private static final int SPREAD_STEPS = 8;
    private static final float SEEN = 0.02f;

    private final int width;
    private final int height;
    private final float[] rgb;
    private final float[] alpha;
    private final float meanLuminance;

    Texture(int width, int height, float[] rgb, float[] alpha) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
        this.alpha = alpha;
        this.meanLuminance = meanLuminance(rgb, alpha);
    }

    static Texture read(Path file) throws IOException {
        @Nullable BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new UnusableDatasetException("%s is not a picture: fetch the asset package again.".formatted(file));
        }
        int width = image.getWidth();
        int height = image.getHeight();
        int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
        float[] rgb = new float[argb.length * 3];
        float[] alpha = new float[argb.length];
        for (int i = 0; i < argb.length; i++) {
            rgb[i * 3] = SrgbCurve.toLinear(argb[i] >> 16 & 0xff);
            rgb[i * 3 + 1] = SrgbCurve.toLinear(argb[i] >> 8 & 0xff);
            rgb[i * 3 + 2] = SrgbCurve.toLinear(argb[i] & 0xff);
            alpha[i] = (argb[i] >>> 24) / 255f;
        }
        spreadColour(width, height, rgb, alpha);
        return new Texture(width, height, rgb, alpha);
    }

    /** The weighted mean of textures of one size; {@code saturation} 0 makes it grey, 1 keeps its colours. */
    static Texture blend(Texture[] textures, float[] weights, float saturation) {
        Texture first = textures[0];
        float[] rgb = new float[first.rgb.length];
        for (int t = 0; t < textures.length; t++) {
            float weight = weights[t];
            float[] source = textures[t].rgb;
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] += weight * source[i];
            }
        }
        for (int i = 0; i < rgb.length; i += 3) {
            float grey = (1 - saturation) * SrgbCurve.luminance(rgb[i], rgb[i + 1], rgb[i + 2]);
            rgb[i] = grey + saturation * rgb[i];
            rgb[i + 1] = grey + saturation * rgb[i + 1];
            rgb[i + 2] = grey + saturation * rgb[i + 2];
        }
        return new Texture(first.width, first.height, rgb, first.alpha);
    }

    /** Mean luminance of what is more opaque than transparent. */
    float meanLuminance() {
        return meanLuminance;
    }

    float alpha(float u, float v) {
        float x = u * width - 0.5f;
        float y = (1 - v) * height - 0.5f;
        int x0 = floor(x);
        int y0 = floor(y);
        float fx = x - x0;
        float fy = y - y0;
        int left = Math.floorMod(x0, width);
        int right = left + 1 == width ? 0 : left + 1;
        int top = Math.floorMod(y0, height) * width;
        int bottom = top + width == width * height ? 0 : top + width;
        float upper = alpha[top + left] + fx * (alpha[top + right] - alpha[top + left]);
        float lower = alpha[bottom + left] + fx * (alpha[bottom + right] - alpha[bottom + left]);
        return upper + fy * (lower - upper);
    }

    /** Writes r, g, b. */
    void colour(float u, float v, float[] out) {
        float x = u * width - 0.5f;
        float y = (1 - v) * height - 0.5f;
        int x0 = floor(x);
        int y0 = floor(y);
        float fx = x - x0;
        float fy = y - y0;
        int left = Math.floorMod(x0, width) * 3;
        int right = left + 3 == width * 3 ? 0 : left + 3;
        int top = Math.floorMod(y0, height) * width * 3;
        int bottom = top + width * 3 == rgb.length ? 0 : top + width * 3;
        for (int k = 0; k < 3; k++) {
            float upper = rgb[top + left + k] + fx * (rgb[top + right + k] - rgb[top + left + k]);
            float lower = rgb[bottom + left + k] + fx * (rgb[bottom + right + k] - rgb[bottom + left + k]);
            out[k] = upper + fy * (lower - upper);
        }
    }

    private static int floor(float x) {
        int truncated = (int) x;
        return x < truncated ? truncated - 1 : truncated;
    }

    private static float meanLuminance(float[] rgb, float[] alpha) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < alpha.length; i++) {
            if (alpha[i] > 0.5f) {
                sum += SrgbCurve.luminance(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]);
                count++;
            }
        }
        return (float) (sum / Math.max(1, count));
    }

    private static void spreadColour(int width, int height, float[] rgb, float[] alpha) {
        boolean[] known = new boolean[alpha.length];
        for (int i = 0; i < alpha.length; i++) {
            known[i] = alpha[i] > SEEN;
        }
        for (int step = 0; step < SPREAD_STEPS; step++) {
            boolean[] before = known.clone();
            for (int i = 0; i < alpha.length; i++) {
                if (!before[i]) {
                    known[i] = takeFromNeighbours(i, width, height, rgb, before);
                }
            }
            if (Arrays.equals(before, known)) {
                return;
            }
        }
    }

    private static boolean takeFromNeighbours(int i, int width, int height, float[] rgb, boolean[] known) {
        int x = i % width;
        int y = i / width;
        float[] sum = new float[3];
        int count = 0;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                int n = ny * width + nx;
                if (known[n]) {
                    count++;
                    for (int k = 0; k < 3; k++) {
                        sum[k] += rgb[n * 3 + k];
                    }
                }
            }
        }
        for (int k = 0; k < 3 && count > 0; k++) {
            rgb[i * 3 + k] = sum[k] / count;
        }
        return count > 0;
    }
}
