package org.balancehead.tests.parity;

import java.util.Map;

/** What the reference projects call the parts of a generator, and what we call them. */
final class ReferenceNames {
    private static final Map<String, String> PARTS = Map.of(
            "backbone.mapping", "mapping",
            "backbone.synthesis", "synthesis",
            "bcg_synthesis", "background",
            "decoder.net.0", "decoder.hidden",
            "decoder.net.2", "decoder.out",
            "torgb", "to_rgb",
            "superresolution", "super_resolution");

    private ReferenceNames() {}

    /** Our name of a weight of theirs. */
    static String ours(String theirs) {
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            if (theirs.startsWith(part.getKey() + ".")) {
                return part.getValue() + theirs.substring(part.getKey().length());
            }
        }
        throw new IllegalArgumentException("No part of ours is called '" + theirs + "'.");
    }
}
