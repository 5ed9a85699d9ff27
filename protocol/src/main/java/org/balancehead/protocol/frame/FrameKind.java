package org.balancehead.protocol.frame;

/** What a binary message carries. */
public enum FrameKind {
    /** From a client's camera. */
    CAMERA(1),
    /** A rendered view, to a client. */
    VIEW(2);

    private final int number;

    FrameKind(int number) {
        this.number = number;
    }

    /** Its number in the header. */
    public int number() {
        return number;
    }
}
