package org.balancehead.model.dataset.synthetic;

/** Smooth noise in space: random values on a lattice, interpolated. */
final class Grain {
    private Grain() {}

    /** 0…1 at a point, with {@code frequency} lattice cells a unit. */
    static float at(float[] point, float frequency) {
        float x = point[0] * frequency + 1024;
        float y = point[1] * frequency + 1024;
        float z = point[2] * frequency + 1024;
        int ix = (int) x;
        int iy = (int) y;
        int iz = (int) z;
        float fx = x - ix;
        float fy = y - iy;
        float fz = z - iz;
        float near = plane(ix, iy, iz, fx, fy);
        float far = plane(ix, iy, iz + 1, fx, fy);
        return near + fz * (far - near);
    }

    private static float plane(int x, int y, int z, float fx, float fy) {
        float top = value(x, y, z) + fx * (value(x + 1, y, z) - value(x, y, z));
        float bottom = value(x, y + 1, z) + fx * (value(x + 1, y + 1, z) - value(x, y + 1, z));
        return top + fy * (bottom - top);
    }

    private static float value(int x, int y, int z) {
        int hash = x * 0x8DA6B343 ^ y * 0xD8163841 ^ z * 0xCB1AB31F;
        hash = (hash ^ (hash >>> 15)) * 0x2C1B3C6D;
        hash ^= hash >>> 13;
        return (hash & 0xffff) / 65535f;
    }
}
