package org.balancehead.protocol.message;

/** A form in which an avatar can be taken home. */
public enum ExportFormat implements WireNamed {
    GLB("glb"),
    PLY("ply"),
    MP4("mp4"),
    PNG("png");

    private final String wireName;

    ExportFormat(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
