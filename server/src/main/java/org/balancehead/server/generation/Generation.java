package org.balancehead.server.generation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.ContactSheet;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.server.reconstruction.ResultFolder;
import org.balancehead.server.reconstruction.UnusableInputException;

/**
 * Draws heads and writes them from all sides: a sheet with a row for each, and each picture by itself.
 *
 * @param model closed by whoever opened it
 * @param psi how far w is from its average
 */
public record Generation(HeadModel model, double psi) {
    /** Where the cameras stand, in degrees. */
    public static final List<Integer> YAWS = List.of(0, 45, 90, 180, 270);

    /** The sheet's file name. */
    public static final String SHEET = "samples.png";

    private static final Pattern OURS = Pattern.compile("samples\\.png|seed_\\d{4,9}_yaw_\\+\\d{3}\\.png");
    private static final int CELL = 256; // pixels: larger pictures are shrunk for the sheet

    /**
     * Writes the folder, which appears whole.
     *
     * @param done is told how many heads are done
     * @throws UnusableInputException when nothing can be written there
     */
    public void run(List<Integer> seeds, Path out, IntConsumer done) throws IOException, UnusableInputException {
        try (ResultFolder result =
                ResultFolder.begin(out, SHEET, name -> OURS.matcher(name).matches())) {
            List<List<RgbImage>> rows = new ArrayList<>();
            for (int seed : seeds) {
                rows.add(views(seed, result.path()));
                done.accept(rows.size());
            }
            ImageFiles.writePng(ContactSheet.rows(rows), result.path().resolve(SHEET));
            result.publish();
        }
    }

    private List<RgbImage> views(int seed, Path folder) throws IOException {
        List<RgbImage> row = new ArrayList<>();
        try (Avatar head = model.sample(seed, psi)) {
            for (int yaw : YAWS) {
                RgbImage view = model.render(head, CameraPose.orbit(yaw, 0));
                ImageFiles.writePng(view, folder.resolve("seed_%04d_yaw_+%03d.png".formatted(seed, yaw)));
                int side = Math.min(CELL, view.width());
                row.add(Resampling.resize(view, side, side));
            }
        }
        return row;
    }
}
