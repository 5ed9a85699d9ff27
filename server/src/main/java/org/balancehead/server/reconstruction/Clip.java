package org.balancehead.server.reconstruction;

import java.nio.file.Path;
import java.util.Optional;
import org.balancehead.model.image.RgbImage;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;

/**
 * One clip, of which some frames, evenly spread, are seen.
 *
 * @param file a clip whose beginning decodes
 * @param frames how many of its frames the samples are spread over
 */
record Clip(Path file, int frames) implements Footage {
    /** Poses change slowly: more frames than this add time and little else. */
    private static final int MAX_SAMPLES = 40;

    /** Two minutes of video; what comes later in a longer clip is not looked at. */
    private static final int MAX_FRAMES = 3600;

    static Clip of(Path file) throws UnreadableMediaException {
        ClipReader.open(file).close();
        return new Clip(file, Math.max(1, Math.min(MAX_FRAMES, ClipReader.countFrames(file))));
    }

    @Override
    public int count() {
        return Math.min(MAX_SAMPLES, frames);
    }

    @Override
    public void show(Viewer viewer) throws UnusableInputException {
        try (ClipReader reader = ClipReader.open(file)) {
            int shown = 0;
            for (int index = 0; shown < count(); index++) {
                Optional<VideoFrame> frame = reader.next();
                if (frame.isEmpty()) {
                    return;
                }
                if (index == sample(shown)) {
                    VideoFrame taken = frame.get();
                    viewer.see(file, index, new RgbImage(taken.width(), taken.height(), taken.rgb()));
                    shown++;
                }
            }
        } catch (UnreadableMediaException unreadable) {
            throw Footage.refusal(unreadable);
        }
    }

    /** The frame that is seen as the {@code n}-th: the first, the last, and evenly between. */
    private int sample(int n) {
        return count() == 1 ? 0 : (int) ((long) n * (frames - 1) / (count() - 1));
    }
}
