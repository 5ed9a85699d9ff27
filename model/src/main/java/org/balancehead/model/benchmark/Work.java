package org.balancehead.model.benchmark;

/**
 * The arithmetic of one run.
 *
 * @param multiplyAdds of convolutions and matrix products; each is two floating point operations
 * @param bytes that look-ups read and write, whether they come from a cache or from memory
 */
public record Work(double multiplyAdds, double bytes) {
    static Work ofMultiplyAdds(double multiplyAdds) {
        return new Work(multiplyAdds, 0);
    }

    Work plus(Work other) {
        return new Work(multiplyAdds + other.multiplyAdds, bytes + other.bytes);
    }

    Work times(double factor) {
        return new Work(multiplyAdds * factor, bytes * factor);
    }
}
