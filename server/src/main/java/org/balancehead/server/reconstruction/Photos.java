package org.balancehead.server.reconstruction;

import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.UnreadableImageException;

/**
 * Single pictures of one person.
 *
 * @param files JPEG or PNG, at least one
 */
record Photos(List<Path> files) implements Footage {
    @Override
    public int count() {
        return files.size();
    }

    @Override
    public void show(Viewer viewer) throws UnusableInputException {
        for (Path file : files) {
            try {
                viewer.see(file, 0, ImageFiles.read(file));
            } catch (UnreadableImageException unreadable) {
                throw Footage.refusal(unreadable);
            }
        }
    }
}
