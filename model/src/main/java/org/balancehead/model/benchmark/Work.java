package org.balancehead.model.benchmark;

/**
 * The arithmetic of one run.
 *
 * @param multiplyAdds of convolutions and matrix products; each is two floating point operations
 * @param halfMultiplyAdds those that are done in half precision where the device is faster with it
 * @param bytes that look-ups read and write, whether they come from a cache or from memory
 */
public record Work(double multiplyAdds, double halfMultiplyAdds, double bytes) {
    static Work ofMultiplyAdds(double multiplyAdds) {
        return new Work(multiplyAdds, 0, 0);
    }

    Work plus(Work other) {
        return new Work(
                multiplyAdds + other.multiplyAdds, halfMultiplyAdds + other.halfMultiplyAdds, bytes + other.bytes);
    }

    Work times(double factor) {
        return new Work(multiplyAdds * factor, halfMultiplyAdds * factor, bytes * factor);
    }

    /** The same, all in half precision where the device is faster with it. */
    Work inHalfPrecision() {
        return new Work(0, multiplyAdds + halfMultiplyAdds, bytes);
    }
}
