package org.balancehead.model.dataset.synthetic;

import java.util.Arrays;

/** Half-transparent fragments of a view, as one chain a sample; the arrays grow and are reused. */
final class SoftFragments {
    /** The most that one sample keeps; the farthest of more are not seen anyway. */
    private static final int MOST = 64;

    private final int[] head;
    private int count;
    private int[] next = new int[1 << 16];
    private int[] triangles = new int[1 << 16];
    private float[] nearness = new float[1 << 16];
    private float[] second = new float[1 << 16];
    private float[] third = new float[1 << 16];
    private float[] alpha = new float[1 << 16];
    private final int[] sorted = new int[MOST];

    SoftFragments(int samples) {
        head = new int[samples];
    }

    void clear() {
        Arrays.fill(head, -1);
        count = 0;
    }

    void add(int sample, float near, int triangle, float b, float c, float a) {
        if (count == next.length) {
            grow();
        }
        next[count] = head[sample];
        nearness[count] = near;
        triangles[count] = triangle;
        second[count] = b;
        third[count] = c;
        alpha[count] = a;
        head[sample] = count++;
    }

    boolean any(int sample) {
        return head[sample] >= 0;
    }

    /** Sorts the fragments of a sample that are nearer than {@code opaque}, the farthest first. Returns how many. */
    int sort(int sample, float opaque) {
        int size = 0;
        for (int f = head[sample]; f >= 0 && size < MOST; f = next[f]) {
            if (nearness[f] > opaque) {
                int at = size++;
                while (at > 0 && nearness[sorted[at - 1]] > nearness[f]) {
                    sorted[at] = sorted[at - 1];
                    at--;
                }
                sorted[at] = f;
            }
        }
        return size;
    }

    int triangle(int place) {
        return triangles[sorted[place]];
    }

    float second(int place) {
        return second[sorted[place]];
    }

    float third(int place) {
        return third[sorted[place]];
    }

    float alpha(int place) {
        return alpha[sorted[place]];
    }

    private void grow() {
        int size = count * 2;
        next = Arrays.copyOf(next, size);
        triangles = Arrays.copyOf(triangles, size);
        nearness = Arrays.copyOf(nearness, size);
        second = Arrays.copyOf(second, size);
        third = Arrays.copyOf(third, size);
        alpha = Arrays.copyOf(alpha, size);
    }
}
