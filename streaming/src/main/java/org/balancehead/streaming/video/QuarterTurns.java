package org.balancehead.streaming.video;

/** Turns frames by right angles, as telephones ask for in their clips. */
final class QuarterTurns {
    private QuarterTurns() {}

    /** The frame turned clockwise. {@code turns} is 0…3. */
    static VideoFrame clockwise(VideoFrame frame, int turns) {
        if (turns == 0) {
            return frame;
        }
        int width = turns == 2 ? frame.width() : frame.height();
        int height = turns == 2 ? frame.height() : frame.width();
        byte[] from = frame.rgb();
        byte[] to = new byte[from.length];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = turns == 1 ? y : turns == 2 ? width - 1 - x : frame.width() - 1 - y;
                int row = turns == 1 ? frame.height() - 1 - x : turns == 2 ? height - 1 - y : x;
                System.arraycopy(from, (row * frame.width() + column) * 3, to, at, 3);
                at += 3;
            }
        }
        return new VideoFrame(width, height, to, frame.timeMicros());
    }
}
