package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.image.ContactSheet;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** A picture of what the model makes of a few identities' frontal pictures: truth above, result below. */
final class SampleSheet {
    private static final int ROWS = 4;
    private static final int COLUMNS = 6;
    private static final int SIDE = 128;

    private SampleSheet() {}

    static void write(TensorEngine engine, EncodedHeads heads, List<CameraPose> cameras, Path file) throws IOException {
        List<List<RgbImage>> rows = new ArrayList<>();
        for (int identity = 0; identity < Math.min(ROWS, heads.data().identities()); identity++) {
            List<RgbImage> truths = new ArrayList<>();
            List<RgbImage> results = new ArrayList<>();
            try (TensorSession session = engine.inference()) {
                ChartShell head = heads.generator().bake(session, heads.head(session, identity));
                for (int view = 0; view < Math.min(COLUMNS, cameras.size()); view++) {
                    truths.add(Resampling.resize(heads.truth(identity, view), SIDE, SIDE));
                    results.add(heads.generator().picture(session, head, cameras.get(view), SIDE));
                }
            }
            rows.add(truths);
            rows.add(results);
        }
        ImageFiles.writePng(ContactSheet.rows(rows), file);
    }
}
