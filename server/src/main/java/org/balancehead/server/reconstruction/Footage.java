package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.image.RgbImage;

/** The pictures of one person that a reconstruction looks at: photos, or one clip. */
sealed interface Footage permits Photos, Clip {
    /** More photos than this add time and no pose. */
    int MAX_PHOTOS = 40;

    /** How many pictures {@link #show} hands out at most. */
    int count();

    /** Hands out the pictures one after another; each is held only while it is seen. */
    void show(Viewer viewer) throws UnusableInputException;

    /** Sees one picture of a file; {@code index} counts its frames from 0. */
    interface Viewer {
        void see(Path file, int index, RgbImage picture);
    }

    /**
     * Sorts the inputs by what they hold.
     *
     * @throws UnusableInputException when one is missing or neither picture nor clip, or they do not go together
     */
    static Footage of(List<Path> inputs) throws UnusableInputException {
        List<Path> clips = new ArrayList<>();
        for (Path input : inputs) {
            if (MediaKind.of(input) == MediaKind.CLIP) {
                clips.add(input);
            }
        }
        if (clips.isEmpty() && inputs.size() > MAX_PHOTOS) {
            throw new UnusableInputException(
                    "%d photos are too many: give at most %d.".formatted(inputs.size(), MAX_PHOTOS));
        }
        if (!clips.isEmpty() && inputs.size() > 1) {
            throw new UnusableInputException(
                    clips.get(0) + " is a clip: give one clip alone, or photos alone, of one person.");
        }
        try {
            return clips.isEmpty() ? new Photos(List.copyOf(inputs)) : Clip.of(clips.get(0));
        } catch (IOException unreadable) {
            throw refusal(unreadable);
        }
    }

    /** The sentence of a reader's exception as this job's. */
    static UnusableInputException refusal(IOException unreadable) {
        return new UnusableInputException(String.valueOf(unreadable.getMessage()), unreadable);
    }
}
