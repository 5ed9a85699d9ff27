package org.balancehead.server.reconstruction;

/** Hears how many views of a head are rendered, on the renderer's thread. */
public interface RenderProgress {
    /** So many of the views have been rendered. */
    void rendered(int views, int of);
}
