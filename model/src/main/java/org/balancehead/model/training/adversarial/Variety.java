package org.balancehead.model.training.adversarial;

import java.util.List;

/** How much pictures differ from each other: the root mean square distance of their pixels from the mean picture's. */
final class Variety {
    private Variety() {}

    /** Of pictures of one size, in grey levels. */
    static double of(List<byte[]> pictures) {
        int length = pictures.get(0).length;
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double mean = 0;
            double squares = 0;
            for (byte[] picture : pictures) {
                int level = picture[i] & 0xff;
                mean += level;
                squares += level * level;
            }
            mean /= pictures.size();
            sum += squares / pictures.size() - mean * mean;
        }
        return Math.sqrt(Math.max(0, sum / length));
    }
}
