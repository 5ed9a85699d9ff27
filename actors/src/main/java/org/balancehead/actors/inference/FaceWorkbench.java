package org.balancehead.actors.inference;

import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.model.face.FaceAnalyzer;

/** Analyses camera frames; keeps nothing of them. */
final class FaceWorkbench implements Workbench {
    private final FaceAnalyzer analyzer;

    FaceWorkbench(FaceAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    @Override
    public Optional<ServedModel> model() {
        return Optional.empty();
    }

    @Override
    public Outcome run(Work work) {
        if (work instanceof Work.AnalyseFrame analyse) {
            return new Outcome.FrameAnalysed(analyzer.analyse(analyse.frame()));
        }
        throw new IllegalArgumentException(
                "The face analyser cannot do " + work.getClass().getSimpleName() + ".");
    }

    @Override
    public void forget(SessionId session) {}

    @Override
    public void close() {
        analyzer.close();
    }
}
