package org.balancehead.streaming.video;

import java.io.IOException;

/**
 * A frame or clip that cannot be decoded. The message is one sentence for whoever sent it: what is wrong, what to do.
 */
public final class UnreadableMediaException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private UnreadableMediaException(String sentence, boolean tooLarge) {
        super(sentence);
        this.tooLarge = tooLarge;
    }

    static UnreadableMediaException damaged(String sentence) {
        return new UnreadableMediaException(sentence, false);
    }

    static UnreadableMediaException tooLarge(String sentence) {
        return new UnreadableMediaException(sentence, true);
    }

    /** Whether the picture may be sound but has more pixels than is allowed. */
    public boolean tooLarge() {
        return tooLarge;
    }
}
