package org.balancehead.actors.inference;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.balancehead.actors.SessionId;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.FaceAnalyzer;
import org.jspecify.annotations.Nullable;

/** Analyses camera frames and follows faces in them, in one lane; keeps nothing of them. */
final class FaceWorkbench implements Workbench {
    static final Set<Lane> LANES = Set.of(Lane.ANALYSING);

    private final AnalyzerOpener opener;
    private final int cropSize;
    private final LaneThread analysing;

    /** Of the lane. */
    private @Nullable FaceAnalyzer analyzer;

    FaceWorkbench(AnalyzerOpener opener, int cropSize, String name, Consumer<Throwable> failed) {
        this.opener = opener;
        this.cropSize = cropSize;
        analysing = new LaneThread(name + "-analysing", failed);
    }

    @Override
    public CompletionStage<Opened> open() {
        return analysing.call(() -> {
            try {
                FaceAnalyzer opened = opener.open(cropSize);
                analyzer = opened;
                return new Opened(Optional.empty(), Map.of(Lane.ANALYSING, warmedUp(opened)));
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        });
    }

    /** How long it took over a grey picture: first uses take longer than later ones. */
    private Duration warmedUp(FaceAnalyzer opened) {
        long began = System.nanoTime();
        opened.analyse(AlignedHead.grey(cropSize).crop());
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public CompletionStage<List<Done>> run(List<Work> together) {
        return analysing.call(() -> together.stream().map(this::done).toList());
    }

    private Done done(Work work) {
        if (work instanceof Work.AnalyseFrame analyse) {
            return Done.of(new Outcome.FrameAnalysed(requireNonNull(analyzer).analyse(analyse.frame())));
        }
        if (work instanceof Work.FollowFace follow) {
            return Done.of(new Outcome.FaceFollowed(requireNonNull(analyzer).follow(follow.frame(), follow.before())));
        }
        throw new IllegalArgumentException(
                "The face analyser cannot do " + work.getClass().getSimpleName() + ".");
    }

    @Override
    public CompletionStage<Done> show(SessionId session, KeptAvatar avatar) {
        throw new IllegalArgumentException("The face analyser shows no avatars.");
    }

    @Override
    public void release(SessionId session) {}

    @Override
    public void forget(SessionId session) {}

    @Override
    public CompletionStage<Void> close() {
        return analysing.end(() -> {
            if (analyzer != null) {
                analyzer.close();
            }
        });
    }
}
