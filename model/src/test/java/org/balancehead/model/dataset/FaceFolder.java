package org.balancehead.model.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.balancehead.model.camera.CameraPose;

/** A dataset as EG3D prepares FFHQ, written by hand: pictures in numbered folders, each a person of their own. */
final class FaceFolder {
    static final int SIZE = 8;

    private final Path folder;
    private final Map<String, String> labels = new LinkedHashMap<>();

    private FaceFolder(Path folder) {
        this.folder = folder;
    }

    /** Four pictures from yaw 0, 60, 120, 180. */
    static FaceFolder write(Path folder) throws IOException {
        FaceFolder faces = new FaceFolder(folder);
        for (int i = 0; i < 4; i++) {
            String file = "0000%d/img%08d.png".formatted(i / 2, i);
            faces.writePicture(file, SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
            faces.label(file, numbers(CameraPose.orbit(60 * i, 5).label()));
        }
        return faces;
    }

    /** Fills a picture with 40 × its row. */
    void writePicture(String file, int width, int height, int type) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            image.getRaster().setSample(i % width, i / width, 0, i / width % 2);
        }
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "png", path.toFile());
    }

    /** Gives a picture a label, as JSON. */
    void label(String file, String json) throws IOException {
        labels.put(file, json);
        writeLabels();
    }

    /** Puts another number into a frontal label. */
    void number(String file, int index, String number) throws IOException {
        String[] numbers = numbers(CameraPose.orbit(0, 0).label())
                .replaceAll("[\\[\\]]", "")
                .split(", ");
        numbers[index] = number;
        label(file, Arrays.toString(numbers));
    }

    void unlabel(String file) throws IOException {
        labels.remove(file);
        writeLabels();
    }

    Path picture(String file) {
        return folder.resolve(file);
    }

    /** Packs the folder into a zip beside it. */
    Path zip() throws IOException {
        Path zip = folder.resolveSibling("faces.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file, StandardCharsets.UTF_8);
                Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
                out.write(Files.readAllBytes(path));
            }
        }
        return zip;
    }

    private void writeLabels() throws IOException {
        List<String> entries = labels.entrySet().stream()
                .map(entry -> "[\"%s\", %s]".formatted(entry.getKey(), entry.getValue()))
                .toList();
        Files.writeString(
                folder.resolve("dataset.json"),
                entries.stream().collect(Collectors.joining(", ", "{\"labels\": [", "]}")));
    }

    private static String numbers(float[] label) {
        return Arrays.toString(label);
    }
}
