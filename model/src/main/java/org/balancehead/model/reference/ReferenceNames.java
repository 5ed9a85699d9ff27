package org.balancehead.model.reference;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the reference projects call the parts of a generator, and what we call them; discriminators' names are the same.
 */
public final class ReferenceNames {
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("backbone.mapping.", "mapping.");
        PARTS.put("backbone.synthesis.", "synthesis.");
        PARTS.put("bcg_synthesis.", "background.");
        PARTS.put("t_mapping.", "camera_shift.");
        PARTS.put("decoder.net.0.", "decoder.hidden.");
        PARTS.put("decoder.net.2.", "decoder.out.");
        PARTS.put("ConvA.", "planes.a.");
        PARTS.put("ConvB.", "planes.b.");
        PARTS.put("torgb.", "to_rgb.");
        PARTS.put("toparsing.", "to_parsing.");
        PARTS.put("superresolution.", "super_resolution.");
        PARTS.put("dataset_label_std", "label_deviation");
    }

    private ReferenceNames() {}

    /** Our name of a generator's weight; a name that belongs to no part of ours stays as it is. */
    public static String ours(String theirs) {
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            if (theirs.startsWith(part.getKey())) {
                return part.getValue() + theirs.substring(part.getKey().length());
            }
        }
        return theirs;
    }
}
