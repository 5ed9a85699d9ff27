package org.balancehead.actors.fakes;

import java.util.List;
import java.util.Optional;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/** Publishes one avatar a stage, each better than the last, in two slices a stage. */
final class FakeInversion implements Inversion {
    private static final int SLICES_A_STAGE = 2;
    private static final List<Stage> STAGES = List.of(Stage.values());

    private final FakeHeadModel model;
    private final int views;
    private int slices;
    private boolean closed;

    FakeInversion(FakeHeadModel model, int views) {
        this.model = model;
        this.views = views;
        model.opened();
    }

    @Override
    public boolean finished() {
        return slices == 1 + SLICES_A_STAGE * (STAGES.size() - 1);
    }

    @Override
    public InversionProgress step() {
        if (closed || finished()) {
            throw new IllegalStateException("The inversion is over.");
        }
        model.called("step");
        int stage = (slices + 1) / SLICES_A_STAGE;
        boolean publishes = slices % SLICES_A_STAGE == 0;
        slices++;
        Revision revision =
                new Revision(stage + 1, STAGES.get(stage), 10 + 3 * stage + views - model.worse(), 0.2 * stage);
        return new InversionProgress(
                STAGES.get(stage),
                publishes ? SLICES_A_STAGE : 1,
                SLICES_A_STAGE,
                1.0 / slices,
                0.1 * slices,
                publishes ? Optional.of(new FakeAvatar(model, revision)) : Optional.empty());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            model.closed("inversion");
        }
    }
}
