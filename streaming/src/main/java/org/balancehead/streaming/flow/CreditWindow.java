package org.balancehead.streaming.flow;

/** What a receiver still allows its sender: 0 … the bound; grants beyond the bound are cut. */
public final class CreditWindow {
    private final int bound;
    private int credit;

    public CreditWindow(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("The bound must be at least 1, not " + bound + ".");
        }
        this.bound = bound;
    }

    /** Allows so many more. */
    public void grant(int items) {
        if (items < 1) {
            throw new IllegalArgumentException("A grant must be at least 1, not " + items + ".");
        }
        credit = (int) Math.min((long) credit + items, bound);
    }

    /** Whether one may be sent. */
    public boolean open() {
        return credit > 0;
    }

    /** Counts one that is sent. */
    public void spend() {
        if (credit == 0) {
            throw new IllegalStateException("There is no credit to spend.");
        }
        credit--;
    }

    public int credit() {
        return credit;
    }
}
