package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.balancehead.model.HeadModel;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.model.inversion.SavedAvatar;

/**
 * An avatar that was saved by a reconstruction or kept by a server, to be shown from all sides.
 *
 * @param file of the avatar
 */
public record SavedHead(Path file) {
    private static final String MARK = "contact.png";

    /** What the result's folder holds. */
    private static final Set<String> FILES = Set.of("input.png", "mask.png", "front.png", MARK, "views", "orbit.mp4");

    /**
     * Writes the pictures that a reconstruction writes; a run that fails leaves nothing behind, and what was there
     * before.
     *
     * @param model of the checkpoint that made the avatar
     * @param out the result's folder: new, empty, or an earlier result, which is replaced
     * @throws UnusableInputException when the file or the folder cannot be used
     * @throws IOException when the result cannot be written
     */
    public void show(HeadModel model, Path out, RenderProgress progress) throws UnusableInputException, IOException {
        SavedAvatar saved = read();
        if (!saved.digest().equals(model.version().digest())) {
            throw new UnusableInputException(
                    "%s was made by a checkpoint '%s' of other files than those of '%s %s': give that one with --checkpoint."
                            .formatted(
                                    file,
                                    saved.avatar().checkpoint(),
                                    model.version().name(),
                                    model.version().version()));
        }
        try (ResultFolder result = ResultFolder.begin(out, MARK, FILES::contains);
                Avatar avatar = model.restore(saved.avatar())) {
            new ResultPictures(model, avatar, progress).write(saved.views().get(0), result.path());
            result.publish();
        } catch (IllegalArgumentException unfit) {
            throw damaged(unfit);
        }
    }

    private SavedAvatar read() throws UnusableInputException {
        try {
            return AvatarFile.read(file);
        } catch (AvatarFile.DamagedException unfit) {
            throw damaged(unfit);
        } catch (IOException unread) {
            throw new UnusableInputException(
                    file + " is not there or cannot be read: give the file of an avatar.", unread);
        }
    }

    private UnusableInputException damaged(Exception cause) {
        return new UnusableInputException(file + " is no avatar, or damaged: give one that reconstruct wrote.", cause);
    }
}
