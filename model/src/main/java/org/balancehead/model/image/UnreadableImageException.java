package org.balancehead.model.image;

import java.io.IOException;

/** A picture file that cannot be used. The message is one sentence for the user: which file, why, what to do. */
public final class UnreadableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnreadableImageException(String sentence) {
        super(sentence);
    }

    public UnreadableImageException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
