package org.balancehead.streaming.video;

import java.util.Random;

/** Frames made for tests. */
final class Pictures {
    private Pictures() {}

    /** Red grows to the right, green downwards, blue stays: smooth, so that codecs keep it closely. */
    static VideoFrame gradient(int width, int height) {
        return gradient(width, height, 90, 0);
    }

    static VideoFrame gradient(int width, int height, int blue, long timeMicros) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * 3;
                rgb[at] = (byte) (255 * x / width);
                rgb[at + 1] = (byte) (255 * y / height);
                rgb[at + 2] = (byte) blue;
            }
        }
        return new VideoFrame(width, height, rgb, timeMicros);
    }

    /** Grey noise over a gradient, another one for each seed: what codecs find hard. */
    static VideoFrame noise(int width, int height, long seed) {
        Random random = new Random(seed);
        VideoFrame picture = gradient(width, height);
        for (int i = 0; i < picture.rgb().length; i++) {
            picture.rgb()[i] = (byte) Math.max(0, Math.min(255, (picture.rgb()[i] & 0xff) + random.nextInt(61) - 30));
        }
        return picture;
    }

    /** Mean absolute difference a channel, 0…255. */
    static double difference(VideoFrame a, VideoFrame b) {
        long sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
        }
        return (double) sum / a.rgb().length;
    }
}
