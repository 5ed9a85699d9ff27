package org.balancehead.actors.fakes;

import java.util.List;
import java.util.Optional;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/**
 * Publishes one avatar a stage, each better than the last, in two slices a stage; one that is endless goes on after
 * them, and publishes nothing more.
 */
final class FakeInversion implements Inversion {
    private static final int SLICES_A_STAGE = 2;
    private static final List<Stage> STAGES = List.of(Stage.values());
    private static final int SLICES = 1 + SLICES_A_STAGE * (STAGES.size() - 1);

    private final FakeHeadModel model;
    private final int views;
    private final boolean endless;
    private int slices;
    private boolean closed;

    FakeInversion(FakeHeadModel model, int views, boolean endless) {
        this.model = model;
        this.views = views;
        this.endless = endless;
        model.opened();
    }

    @Override
    public boolean finished() {
        return !endless && slices == SLICES;
    }

    @Override
    public InversionProgress step() {
        if (closed || finished()) {
            throw new IllegalStateException("The inversion is over.");
        }
        model.called("step");
        int stage = Math.min((slices + 1) / SLICES_A_STAGE, STAGES.size() - 1);
        boolean publishes = slices % SLICES_A_STAGE == 0 && slices < SLICES;
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
            model.closedInversion();
        }
    }
}
