package org.balancehead.model.inversion;

import java.util.function.Function;
import org.balancehead.model.tensor.TensorSession;

/**
 * A head that was just graded, still in the session that made it.
 *
 * @param session closed with this
 * @param publisher copies the head out of the session
 */
record GradedHead(
        TensorSession session,
        RevisionMeasure measure,
        RevisionMeasure.Grade grade,
        Function<Revision, Avatar> publisher)
        implements HeadFitting.Candidate {
    @Override
    public double psnr() {
        return grade.psnr();
    }

    @Override
    public double identity() {
        return measure.identity(grade);
    }

    @Override
    public Avatar publish(Revision revision) {
        return publisher.apply(revision);
    }

    @Override
    public void close() {
        session.close();
    }
}
