package org.balancehead.server.reconstruction;

import org.balancehead.model.inversion.InversionProgress;

/** Hears how far a reconstruction is, on its thread. */
public interface ReconstructionProgress extends RenderProgress {
    /** So many of the frames have been analysed. */
    void looked(int frames, int of);

    /** All frames are analysed; so many views supervise. */
    void captured(int views);

    /** One slice of the inversion is done. */
    void refined(InversionProgress slice);
}
