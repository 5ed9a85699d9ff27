package org.balancehead.model.dataset;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A dataset, or what one is to be made from, cannot be used. The message is one sentence for the user. */
public final class UnusableDatasetException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnusableDatasetException(String sentence) {
        super(sentence);
    }

    public UnusableDatasetException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
