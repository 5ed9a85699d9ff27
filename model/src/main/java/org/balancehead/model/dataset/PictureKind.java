package org.balancehead.model.dataset;

/** What a dataset may hold of each view. */
enum PictureKind {
    IMAGE("images/", 3, 8),
    MASK("masks/", 1, 8),
    DEPTH("depths/", 1, 16);

    private final String folder;
    private final int channels;
    private final int bits;

    PictureKind(String folder, int channels, int bits) {
        this.folder = folder;
        this.channels = channels;
        this.bits = bits;
    }

    /** Where its pictures stand, with the slash. */
    String folder() {
        return folder;
    }

    /** Channels that are used; a file may have more. */
    int channels() {
        return channels;
    }

    /** Bits of each channel. */
    int bits() {
        return bits;
    }
}
