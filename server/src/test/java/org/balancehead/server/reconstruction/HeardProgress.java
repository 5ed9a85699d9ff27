package org.balancehead.server.reconstruction;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.inversion.InversionProgress;

/** Remembers what it heard. */
final class HeardProgress implements ReconstructionProgress {
    final List<String> heard = new ArrayList<>();

    @Override
    public void looked(int frames, int of) {
        heard.add("looked %d/%d".formatted(frames, of));
    }

    @Override
    public void captured(int views) {
        heard.add("captured " + views);
    }

    @Override
    public void refined(InversionProgress slice) {
        heard.add("refined " + slice.stage());
    }

    @Override
    public void rendered(int views, int of) {
        heard.add("rendered %d/%d".formatted(views, of));
    }
}
