package org.balancehead.actors.inference;

import java.util.List;
import java.util.Optional;
import org.balancehead.actors.inference.Work.RenderView;
import org.balancehead.actors.inference.Workbench.Done;
import org.balancehead.model.HeadModel;

/**
 * Renders views of several sessions together. When that fails, it renders them one by one, so that each fails or is
 * shown for itself. Confined to the lane of the avatars.
 */
final class ViewRenderer {
    private final ShownAvatars avatars;

    ViewRenderer(ShownAvatars avatars) {
        this.avatars = avatars;
    }

    /**
     * What came of each view, in their order.
     *
     * @throws WorkerCrashedException when one of several fails in a way that the model cannot be trusted after
     */
    List<Done> render(HeadModel model, List<RenderView> views) {
        if (views.size() == 1) {
            return List.of(alone(model, views.get(0)));
        }
        try {
            return avatars.render(model, views).stream().map(Done::of).toList();
        } catch (RuntimeException | OutOfMemoryError together) {
            return views.stream().map(view -> blamed(model, view)).toList();
        }
    }

    private Done alone(HeadModel model, RenderView view) {
        return Job.run(() -> Done.of(avatars.render(model, List.of(view)).get(0)));
    }

    private Done blamed(HeadModel model, RenderView view) {
        try {
            return alone(model, view);
        } catch (RuntimeException failed) {
            throw new WorkerCrashedException(Optional.of(view), failed);
        }
    }
}
