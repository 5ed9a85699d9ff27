package org.balancehead.tests.live;

import java.util.List;
import org.balancehead.model.DelegatingModel;
import org.balancehead.model.HeadModel;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;

/** A model whose heads are done after some slices: real heads of many sessions in bearable time. */
final class BriefModel extends DelegatingModel {
    private final int slices;

    BriefModel(HeadModel model, int slices) {
        super(model);
        this.slices = slices;
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        Inversion whole = super.invert(views);
        return new Inversion() {
            private int done;

            @Override
            public boolean finished() {
                return done >= slices || whole.finished();
            }

            @Override
            public InversionProgress step() {
                done++;
                return whole.step();
            }

            @Override
            public void close() {
                whole.close();
            }
        };
    }
}
