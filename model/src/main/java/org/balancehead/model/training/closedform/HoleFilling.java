package org.balancehead.model.training.closedform;

/**
 * Sums of samples on a grid, and their means with holes filled by push-pull: a texel without samples takes what the
 * next coarser level says (Gortler et al., The Lumigraph, SIGGRAPH 1996, §3.4).
 */
final class HoleFilling {
    private static final int COARSEST = 3;

    private final int channels;
    private final int width;
    private final int height;
    private final float[] sums;
    private final float[] weights;

    HoleFilling(int channels, int width, int height) {
        this.channels = channels;
        this.width = width;
        this.height = height;
        sums = new float[channels * width * height];
        weights = new float[width * height];
    }

    /** Adds a sample of all channels, which starts at {@code offset}. */
    void add(int texel, float[] samples, int offset) {
        weights[texel]++;
        for (int c = 0; c < channels; c++) {
            sums[c * weights.length + texel] += samples[offset + c];
        }
    }

    /** The means {@code [channels, height, width]} without holes. */
    float[] filled() {
        if (Math.min(width, height) <= COARSEST) {
            return means(overall(), 1);
        }
        HoleFilling coarse = halved();
        return means(coarse.filled(), coarse.width);
    }

    /** The mean of all samples, by channel. */
    private float[] overall() {
        float[] overall = new float[channels];
        float count = 0;
        for (float weight : weights) {
            count += weight;
        }
        for (int i = 0; i < sums.length && count > 0; i++) {
            overall[i / weights.length] += sums[i] / count;
        }
        return overall;
    }

    private HoleFilling halved() {
        HoleFilling half = new HoleFilling(channels, width / 2, height / 2);
        for (int y = 0; y < half.height * 2; y++) {
            for (int x = 0; x < half.width * 2; x++) {
                int from = y * width + x;
                int to = (y / 2) * half.width + x / 2;
                half.weights[to] += weights[from];
                for (int c = 0; c < channels; c++) {
                    half.sums[c * half.weights.length + to] += sums[c * weights.length + from];
                }
            }
        }
        return half;
    }

    private float[] means(float[] coarse, int coarseWidth) {
        int coarseSize = coarse.length / channels;
        float[] means = new float[sums.length];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < weights.length; i++) {
                means[c * weights.length + i] = weights[i] > 0
                        ? sums[c * weights.length + i] / weights[i]
                        : bilinear(coarse, c * coarseSize, coarseWidth, coarseSize / coarseWidth, i);
            }
        }
        return means;
    }

    private float bilinear(float[] coarse, int offset, int coarseWidth, int coarseHeight, int texel) {
        int row = texel / width;
        float x = (texel % width + 0.5f) * coarseWidth / width - 0.5f;
        float y = Math.max(0, Math.min(coarseHeight - 1f, (row + 0.5f) * coarseHeight / height - 0.5f));
        int x0 = (int) Math.floor(x);
        int y0 = (int) y;
        int y1 = Math.min(coarseHeight - 1, y0 + 1);
        int left = Math.floorMod(x0, coarseWidth);
        int right = Math.floorMod(x0 + 1, coarseWidth); // columns wrap
        float top = mix(coarse[offset + y0 * coarseWidth + left], coarse[offset + y0 * coarseWidth + right], x - x0);
        float low = mix(coarse[offset + y1 * coarseWidth + left], coarse[offset + y1 * coarseWidth + right], x - x0);
        return mix(top, low, y - y0);
    }

    private static float mix(float a, float b, float share) {
        return a + (b - a) * share;
    }
}
