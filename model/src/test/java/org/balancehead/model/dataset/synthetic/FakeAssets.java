package org.balancehead.model.dataset.synthetic;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * An asset package as small as can be: the body is a cube around the frame's centre, every target moves nothing, every
 * proxy is the cube's front.
 */
final class FakeAssets {
    private static final float HALF = 0.8f;
    private static final int LEFT_EYE = 14_598;
    private static final int EYES_END = 14_742;

    private static final List<String> CUBE = List.of("1,3,7,5", "0,4,6,2", "2,6,7,3", "0,1,5,4", "4,5,7,6", "0,2,3,1");

    private static final List<String> EYES =
            List.of("brown", "brownlight", "blue", "bluegreen", "deepblue", "green", "grey", "ice", "lightblue");

    private static final List<String> SHAPES =
            List.of("oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond");

    private static final List<String> EXPRESSIONS = List.of(
            "mouth-corner-puller",
            "mouth-open",
            "eyebrows-left-up",
            "eyebrows-right-up",
            "eye-left-slit",
            "eye-right-slit");

    private FakeAssets() {}

    /** Writes it below {@code folder} and returns {@code folder/package}. */
    static Path write(Path folder) throws IOException {
        Path root = folder.resolve("package");
        Path data = root.resolve("public/data");
        writeTargets(root);
        write(data.resolve("models/human_full_size.json"), mesh(vertices(), CUBE) + "}");
        proxies(data, "hair", Wardrobe.WOMEN);
        proxies(data, "clothes", Wardrobe.MENS_CLOTHES);
        proxies(data, "clothes", Wardrobe.WOMENS_CLOTHES);
        proxies(data, "clothes", "fedora", "fedora_cocked");
        proxies(data, "eyelashes", "Eyelashes01", "eyelashes02", "eyelashes03", "eyelashes04");
        proxies(data, "teeth", "Teeth_Base");
        proxies(data, "tongue", "tongue01");
        proxies(data, "eyes", "HighPolyEyes");
        for (int i = 1; i <= 12; i++) {
            proxies(data, "eyebrows", "eyebrow%03d".formatted(i));
        }
        for (String eye : EYES) {
            picture(data.resolve("proxies/eyes/HighPolyEyes/textures/" + eye + "_eye.png"), 0xff446688);
        }
        for (String age : List.of("young", "middleage", "old")) {
            for (String face : List.of("african", "asian", "caucasian")) {
                for (String sex : List.of("male", "female")) {
                    Path textures = data.resolve("skins/%s_%s_%s/textures".formatted(age, face, sex));
                    picture(textures.resolve("skin.png"), 0xffb08060);
                }
            }
        }
        return root;
    }

    private static void writeTargets(Path root) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> faces = List.of("african", "asian", "caucasian");
        for (String sex : List.of("male", "female")) {
            for (String age : List.of("baby", "child", "young", "old")) {
                faces.forEach(face -> names.add("macrodetails/%s-%s-%s".formatted(face, sex, age)));
                for (String muscle : List.of("min", "average", "max")) {
                    for (String fat : List.of("min", "average", "max")) {
                        names.add("macrodetails/universal-%s-%s-%smuscle-%sweight".formatted(sex, age, muscle, fat));
                    }
                }
            }
        }
        for (String shape : SHAPES) {
            names.add("head/head-" + shape);
        }
        names.addAll(List.of("chin/chin-triangle", "nose/nose-width1-min", "nose/nose-width1-max"));
        for (String unit : EXPRESSIONS) {
            faces.forEach(face -> names.add("expression/units/" + face + "/" + unit));
        }
        String list = String.join(
                ",",
                names.stream().map(n -> "\"data/targets/" + n + ".target\":[]").toList());
        write(root.resolve("src/json/targets/target-list.json"), "{\"targets\":{" + list + "}}");
        Path binary = root.resolve("public/data/targets/targets.bin");
        Files.createDirectories(binary.getParent());
        try (RandomAccessFile file = new RandomAccessFile(binary.toFile(), "rw")) {
            file.setLength((long) names.size() * MorphTargets.VERTICES * 6);
        }
    }

    /** The cube in vertices 0 … 7, the eyeballs where they belong, all else at the origin. */
    private static float[] vertices() {
        float[] vertices = new float[MorphTargets.VERTICES * 3];
        for (int corner = 0; corner < 8; corner++) {
            for (int axis = 0; axis < 3; axis++) {
                vertices[corner * 3 + axis] = (corner >> axis & 1) == 1 ? HALF : -HALF;
            }
        }
        for (int v = LEFT_EYE; v < EYES_END; v++) {
            vertices[v * 3 + 1] = 0.108f;
            vertices[v * 3 + 2] = 0.6f;
        }
        return vertices;
    }

    private static String mesh(float[] vertices, List<String> quads) {
        StringBuilder numbers = new StringBuilder();
        for (float number : vertices) {
            numbers.append(numbers.isEmpty() ? "" : ",").append(number);
        }
        List<String> faces = new ArrayList<>();
        for (String quad : quads) {
            faces.add("11," + quad + ",0,0,1,2,3");
        }
        return "{\"vertices\":[%s],\"uvs\":[[0,0,1,0,1,1,0,1]],\"faces\":[%s]"
                .formatted(numbers, String.join(",", faces));
    }

    private static void proxies(Path data, String kind, String... names) throws IOException {
        for (String name : names) {
            Path folder = data.resolve("proxies").resolve(kind).resolve(name);
            String front = mesh(new float[12], List.of("0,1,3,2"))
                    + ",\"ref_vIdxs\":[[4,0,0],[5,0,0],[6,0,0],[7,0,0]]"
                    + ",\"weights\":[[1,0,0],[1,0,0],[1,0,0],[1,0,0]]"
                    + ",\"offsets\":[[0,0,0],[0,0,0],[0,0,0],[0,0,0]]"
                    + ",\"materials\":[{\"mapDiffuse\":\"textures/colour.png\"}]}";
            write(folder.resolve(name + ".json"), front);
            picture(folder.resolve("textures/colour.png"), 0x80503020);
        }
    }

    private static void picture(Path file, int argb) throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 2, 2, new int[] {argb, argb, argb, argb}, 0, 2);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
