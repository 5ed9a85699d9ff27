package org.balancehead.actors.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.balancehead.actors.SessionId;
import org.balancehead.model.HeadModel;
import org.balancehead.model.tensor.NativeHeap;
import org.balancehead.model.tensor.TensorEngine;
import org.jspecify.annotations.Nullable;

/**
 * Inverts people and renders them, in two lanes over one model.
 *
 * <p>Inversions belong to the inverting lane, the avatars that are shown to the rendering lane. What goes from the one
 * to the other is a task that the inverting lane gives to the rendering lane, and never the other way round; so the
 * order in which the inverting lane did things is the order in which the rendering lane learns of them, and the
 * rendering lane ends last, with the model.
 */
final class HeadWorkbench implements Workbench {
    static final Set<Lane> LANES = Set.of(Lane.RENDERING, Lane.INVERTING);

    private final WarmModel.Opener opener;
    private final LaneThread rendering;
    private final LaneThread inverting;

    /** Of the inverting lane. */
    private final PoliteThread polite;

    private final HeadMemory memory;

    /** Of the inverting lane. */
    private final Inversions inversions;

    /** Of the rendering lane. */
    private final ShownAvatars avatars = new ShownAvatars();

    private final ViewRenderer renderer = new ViewRenderer(avatars);

    /** Written once, by {@link #open}; both lanes may use it at a time. */
    private volatile @Nullable HeadModel model;

    /**
     * A workbench that is not open yet.
     *
     * @param memoryBudget bytes that heads and weights of the device may take
     */
    HeadWorkbench(WarmModel.Opener opener, long memoryBudget, String name, Consumer<Throwable> failed) {
        memory = new HeadMemory(memoryBudget);
        inversions = new Inversions(memory);
        this.opener = opener;
        rendering = new LaneThread(name + "-rendering", failed);
        inverting = new LaneThread(name + "-inverting", failed);
        polite = new PoliteThread(name + "-refining");
    }

    @Override
    public CompletionStage<Opened> open() {
        return inverting.call(() -> {
            try {
                WarmModel warm = opener.open();
                HeadModel opened = warm.model();
                model = opened;
                return new Opened(Optional.of(new ServedModel(opened.version(), opened.imageSize())), warm.took());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        });
    }

    @Override
    public CompletionStage<List<Done>> run(List<Work> together) {
        HeadModel opened = opened();
        Work first = together.get(0);
        if (first instanceof Work.InvertSlice slice && together.size() == 1) {
            return inverting.call(() -> List.of(invertInTurn(opened, slice)));
        }
        List<Work.RenderView> views = together.stream()
                .filter(Work.RenderView.class::isInstance)
                .map(Work.RenderView.class::cast)
                .toList();
        if (views.size() == together.size()) {
            return rendering.call(() -> renderer.render(opened, views));
        }
        return CompletableFuture.failedFuture(new IllegalArgumentException("A head model cannot do %d × %s."
                .formatted(together.size(), first.getClass().getSimpleName())));
    }

    private HeadModel opened() {
        HeadModel opened = model;
        if (opened == null) {
            throw new IllegalStateException("Work came before the model was open.");
        }
        return opened;
    }

    /**
     * A first preview is waited for as a view is; what makes it better gives way to both. Where several heads are made
     * the machine is full, and giving way would only draw that out.
     */
    private Done invertInTurn(HeadModel opened, Work.InvertSlice work) {
        Supplier<Done> slice = () -> Job.run(() -> invert(opened, work));
        boolean alone = work.priority() == Priority.FOREGROUND && inversions.isAlone(work.session());
        return alone ? polite.run(slice) : slice.get();
    }

    private Done invert(HeadModel opened, Work.InvertSlice work) {
        boolean whole = false;
        try {
            Inversions.Slice slice = inversions.run(opened, work);
            Optional<KeptAvatar> published = slice.published().map(shown -> publish(opened, work.session(), shown));
            whole = true;
            return new Done(slice.outcome(), published);
        } finally {
            if (!whole) {
                inversions.forget(work.session());
            }
        }
    }

    /** Keeps a copy of an avatar, and shows it; closes it when it cannot be copied. */
    private KeptAvatar publish(HeadModel opened, SessionId session, ShownAvatars.Shown shown) {
        boolean copied = false;
        try {
            KeptAvatar kept = KeptAvatar.of(opened, shown);
            copied = true;
            rendering.run(() -> avatars.show(session, shown));
            return kept;
        } finally {
            if (!copied) {
                shown.avatar().close();
            }
        }
    }

    @Override
    public CompletionStage<Done> show(SessionId session, KeptAvatar avatar) {
        HeadModel opened = opened();
        return rendering.call(() -> Job.run(() -> {
            memory.require(opened);
            return restore(opened, session, avatar);
        }));
    }

    private Done restore(HeadModel opened, SessionId session, KeptAvatar avatar) {
        try {
            avatars.show(session, avatar.restored(opened));
            return new Done(new Outcome.AvatarShown(avatar.told()), Optional.of(avatar));
        } catch (RuntimeException failed) {
            if (TensorEngine.isOutOfMemory(failed)) {
                throw failed;
            }
            String why = String.valueOf(failed.getMessage());
            return new Done(
                    new Outcome.AvatarUnusable(why),
                    Optional.empty(),
                    Optional.of("The avatar of session %s cannot be shown: %s".formatted(session, why)));
        }
    }

    @Override
    public void release(SessionId session) {
        rendering.run(() -> avatars.free(session));
    }

    /**
     * From now on nothing is shown of the person, not even what a slice that runs meanwhile publishes; that ends when
     * the inverting lane has come here, too.
     */
    @Override
    public void forget(SessionId session) {
        rendering.run(() -> avatars.forget(session));
        inverting.run(() -> {
            inversions.forget(session);
            rendering.run(() -> avatars.welcome(session));
        });
    }

    @Override
    public CompletionStage<Void> close() {
        return inverting.end(this::closeInversions).thenCompose(idle -> rendering.end(this::closeModel));
    }

    private void closeInversions() {
        polite.end();
        inversions.close();
    }

    private void closeModel() {
        try {
            avatars.close();
        } finally {
            if (model != null) {
                model.close();
            }
            NativeHeap.trim();
        }
    }
}
