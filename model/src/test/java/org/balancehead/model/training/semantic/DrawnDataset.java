package org.balancehead.model.training.semantic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;

/** Writes the frontal pictures, masks and records of heads that are squares of different grey and width. */
final class DrawnDataset {
    private static final int SIDE = 32;

    private final Path folder;

    DrawnDataset(Path folder) {
        this.folder = folder;
    }

    /** The wider of the heads have the hair {@code long}, the brighter ones are older. */
    Path write(int identities) throws IOException {
        List<HeadDataset.View> views = new ArrayList<>();
        for (int i = 0; i < identities; i++) {
            String name = "%08d".formatted(i);
            views.add(new HeadDataset.View(
                    name + "/view_00.png", CameraPose.orbit(0, 0).label()));
            int width = 8 + 8 * (i % 2);
            int grey = 20 + 200 * i / identities;
            ImageFiles.writePng(square(width, grey, 255), file("images", name));
            ImageFiles.writePng(square(width, 255, 0), file("masks", name));
            Path record = folder.resolve("identities").resolve(name + ".json");
            Files.createDirectories(record.getParent());
            Files.writeString(record, record(i % 2 == 0 ? "short" : "long", grey));
        }
        HeadDataset.writeLabels(folder, views);
        return folder;
    }

    private Path file(String kind, String name) throws IOException {
        return Files.createDirectories(folder.resolve(kind).resolve(name)).resolve("view_00.png");
    }

    private static RgbImage square(int width, int inside, int outside) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Arrays.fill(rgb, (byte) outside);
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIDE;
            int y = i / 3 / SIDE;
            if (x >= 16 - width / 2 && x < 16 + width / 2 && y >= 8 && y < 24) {
                rgb[i] = (byte) inside;
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    private static String record(String hair, int age) {
        return String.format(Locale.ROOT, """
                {"male": 0.5, "age": %d, "african": 0.2, "asian": 0.3, "caucasian": 0.5, "skin": "young",
                 "skinTint": [1, 1, 1], "stubble": 0, "hair": "%s", "hairTint": [0.1, 0.1, 0.1],
                 "hairScale": [1, 1, 1], "hairMirrored": false, "brows": "eyebrow001", "eyes": "blue_eye.png",
                 "clothes": "suit", "hat": "none", "shape": {"chin/chin-width-max": %.3f}}
                """, age, hair, age / 300.0);
    }
}
