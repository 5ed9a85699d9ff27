package org.balancehead.model.dataset.synthetic;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a proxy's offsets scale with the head: per axis the distance of two body vertices over what it was on the
 * author's head. The package lost these; they are the values of the upstream asset files.
 *
 * @param pairs two body vertices for x, y, z
 * @param author their distance along the axis on the author's head, in model units
 */
record ProxyScale(int[] pairs, float[] author) {
    private static final int[] HEAD = {5399, 11998, 791, 881, 962, 5320};
    private static final int[] JAW = {15077, 15111, 14993, 15061, 15061, 15068};
    private static final Map<String, ProxyScale> BY_NAME = new TreeMap<>();

    static {
        head(1.3980f, 2.2048f, 1.8461f, "Braid01", "bob01", "bob02", "long01", "ponytail01", "short03");
        head(1.3980f, 2.2048f, 1.8461f, "female_casualsuit01", "female_casualsuit02");
        head(1.3980f, 2.2048f, 1.8461f, "female_elegantsuit01", "female_sportsuit01");
        head(1.4340f, 2.4098f, 2.0001f, "short02", "male_elegantsuit01");
        head(1.4340f, 2.4098f, 2.0001f, "male_casualsuit01", "male_casualsuit02", "male_casualsuit03");
        head(1.4340f, 2.4098f, 2.0001f, "male_casualsuit04", "male_casualsuit05", "male_casualsuit06");
        head(1.6682f, 2.8351f, 2.3542f, "short01");
        head(1.4800f, 2.3298f, 1.9221f, "short04", "tongue01", "fedora", "fedora_cocked");
        head(1.4800f, 2.3298f, 1.9221f, "Eyelashes01", "eyelashes02", "eyelashes03", "eyelashes04");
        head(1.7412f, 2.7409f, 2.2613f, "afro01");
        head(1.6482f, 2.7213f, 2.2795f, "HighPolyEyes");
        for (int i = 1; i <= 12; i++) {
            head(1.4160f, 2.3073f, 1.9231f, "eyebrow%03d".formatted(i));
        }
        BY_NAME.put("Teeth_Base", new ProxyScale(JAW, new float[] {0.5002f, 0.3132f, 0.4465f}));
    }

    static ProxyScale of(String proxy) {
        ProxyScale scale = BY_NAME.get(proxy);
        if (scale == null) {
            throw new IllegalArgumentException("No scale is known for the proxy " + proxy + ".");
        }
        return scale;
    }

    /** The factors for offsets along x, y, z on this body. */
    float[] factors(float[] body) {
        float[] factors = new float[3];
        for (int axis = 0; axis < 3; axis++) {
            float distance = body[pairs[axis * 2] * 3 + axis] - body[pairs[axis * 2 + 1] * 3 + axis];
            factors[axis] = Math.abs(distance) / author[axis];
        }
        return factors;
    }

    private static void head(float x, float y, float z, String... proxies) {
        for (String proxy : proxies) {
            BY_NAME.put(proxy, new ProxyScale(HEAD, new float[] {x, y, z}));
        }
    }
}
