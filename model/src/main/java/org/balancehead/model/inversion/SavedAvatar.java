package org.balancehead.model.inversion;

import java.util.List;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;

/**
 * An avatar as it is saved: what shows it again with the checkpoint that made it, and the pictures that it was made
 * from, by which any other checkpoint makes it anew.
 *
 * @param digest of the files of the checkpoint that made it
 * @param views the frontal one first, 1…{@value #MOST_VIEWS}
 */
public record SavedAvatar(AvatarCopy avatar, String digest, List<AlignedHead> views) {
    /** As many as an inversion takes. */
    public static final int MOST_VIEWS = SupervisingViews.MOST;

    public SavedAvatar {
        views = List.copyOf(views);
        if (views.isEmpty() || views.size() > MOST_VIEWS) {
            throw new IllegalArgumentException(
                    "An avatar is saved with 1 to %d pictures, not %d.".formatted(MOST_VIEWS, views.size()));
        }
    }

    /** Bytes that its numbers take in its file. */
    public long bytes() {
        long shown = avatar.tensors().values().stream()
                .mapToLong(StoredTensor::bytes)
                .sum();
        return shown
                + ViewTensors.of(views).values().stream()
                        .mapToLong(StoredTensor::bytes)
                        .sum();
    }
}
