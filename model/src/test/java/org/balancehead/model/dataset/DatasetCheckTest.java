package org.balancehead.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetCheckTest {
    private static final String THIRD = "00001/img00000002.png";
    private static final String LAST = "00001/img00000003.png";

    @TempDir
    private Path place;

    private Path folder;
    private FaceFolder faces;

    @BeforeEach
    void writeFaces() throws IOException {
        folder = Files.createDirectory(place.resolve("faces"));
        faces = FaceFolder.write(folder);
    }

    @Test
    void describesFacesAsEg3dPreparesThem() throws IOException {
        List<Integer> done = new ArrayList<>();

        DatasetReport report = DatasetCheck.run(folder, (views, total) -> done.add(views * 10 + total));

        assertThat(report.troubles()).isEmpty();
        assertThat(report.usable()).isTrue();
        assertThat(report.pictures()).isEqualTo(4);
        assertThat(report.identities()).isEqualTo(4);
        assertThat(report.size()).isEqualTo(FaceFolder.SIZE);
        assertThat(report.masks() || report.depths()).isFalse();
        assertThat(report.semantic()).isEmpty();
        assertThat(report.directions().inWords())
                .isEqualTo("25 % from the front (yaw within ±45°), 50 % from the head's left, 0 % from its right, "
                        + "25 % from behind; pitch 5° to 5°");
        assertThat(done).containsExactly(14, 24, 34, 44);
    }

    @Test
    void describesAZipAsItDescribesItsFolder() throws IOException {
        DatasetReport report = DatasetCheck.run(faces.zip(), (views, total) -> {});

        assertThat(report).usingRecursiveComparison().isEqualTo(DatasetCheck.run(folder, (views, total) -> {}));
    }

    @Test
    void namesTheFileInAZip() throws IOException {
        Files.writeString(faces.picture(LAST), "no picture");

        assertThat(DatasetCheck.run(faces.zip(), (views, total) -> {}).troubles())
                .containsExactly("%s in %s is not a PNG or JPEG picture: convert it."
                        .formatted(LAST, place.resolve("faces.zip")));
    }

    @Test
    void readsFlatPicturesBelowImages() throws IOException {
        Path images = place.resolve("set/images");
        Files.createDirectories(images.getParent());
        Files.move(folder, images);

        assertThat(DatasetCheck.run(place.resolve("set"), (views, total) -> {}).usable())
                .isTrue();
    }

    @Test
    void refusesWhatHasNoLabelsAtAll() throws IOException {
        Files.writeString(folder.resolve("dataset.json"), "{\"labels\": null}");
        assertUncheckable("dataset.json has no labels");

        Files.writeString(folder.resolve("dataset.json"), "{\"labels\": [[\"a.png\", [1, 2");
        assertUncheckable("dataset.json is not EG3D's");

        Files.writeString(folder.resolve("dataset.json"), "{\"labels\": {\"a.png\": [1]}}");
        assertUncheckable("expected START_ARRAY, found START_OBJECT (line 1)");

        Files.delete(folder.resolve("dataset.json"));
        assertUncheckable("faces is not a dataset");
    }

    @Test
    void refusesAZipThatIsCutShort() throws IOException {
        Path zip = faces.zip();
        byte[] bytes = Files.readAllBytes(zip);
        Files.write(zip, Arrays.copyOf(bytes, bytes.length - 10));

        assertThatThrownBy(() -> DatasetCheck.run(zip, (views, total) -> {}))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("faces.zip is neither a folder nor a whole zip");
    }

    @Test
    void findsAPictureWithoutALabel() throws IOException {
        faces.unlabel(LAST);

        assertTroubles().containsExactly(at(LAST, "has no label in dataset.json."));
    }

    @Test
    void findsALabelWithoutAPicture() throws IOException {
        Files.delete(faces.picture(LAST));

        assertTroubles().containsExactly(at(LAST, "is named by the dataset but missing."));
    }

    @Test
    void findsTwoLabelsOfOnePicture() throws IOException {
        String labels = Files.readString(folder.resolve("dataset.json"));
        Files.writeString(folder.resolve("dataset.json"), labels.replace("img00000002", "img00000003"));

        assertTroubles().containsExactly(at(LAST, "has two labels."), at(THIRD, "has no label in dataset.json."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2, 3]                 | has a label of 3 numbers; 25 are needed.",
                "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0] | has a label of more than 25 numbers; 25 are needed.",
                "null                      | has no list of numbers as its label; 25 are needed.",
                "[\"front\", 1]            | has no list of numbers as its label; 25 are needed.",
                "[]                        | has no list of numbers as its label; 25 are needed."
            })
    void findsALabelThatIsNot25Numbers(String label, String words) throws IOException {
        faces.label(LAST, label);

        assertTroubles().containsExactly(at(LAST, words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3  | NaN      | has a camera with NaN as number 4 of its label.",
                "16 | Infinity | has a camera with Infinity as number 17 of its label.",
                "0  | 1.1      | has a camera that is not rigid: its rotation is off by 0.21, so it stretches or shears.",
                "1  | 0.05     | has a camera that is not rigid: its rotation is off by 0.050, so it stretches or shears.",
                "0  | -1       | has a camera that is a mirror: its rotation has determinant −1.",
                "15 | 0        | has a camera whose last row is 0.0 0.0 0.0 0.0, not 0 0 0 1.",
                "12 | 0.5      | has a camera whose last row is 0.5 0.0 0.0 1.0, not 0 0 0 1.",
                "16 | -4.2     | has a focal length of -4.2; it is counted in image sides, 0.1 to 100.",
                "20 | 2985.3   | has a focal length of 2985.3; it is counted in image sides, 0.1 to 100.",
                "18 | 256      | has its principal point at 256.0, outside the picture, which is 0 to 1 wide and high.",
                "24 | 0        | has intrinsics that are not focal, skew, centre over 0 0 1."
            })
    void findsALabelThatIsNoCamera(int index, String number, String words) throws IOException {
        faces.number(LAST, index, number);

        assertTroubles().containsExactly(at(LAST, words));
        assertThatThrownBy(() -> HeadDataset.open(folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessage(at(LAST, words)
                        .replaceFirst("\\.$", "; 'dataset check %s' lists all that is wrong.")
                        .formatted(folder));
    }

    @ParameterizedTest
    @CsvSource({"../secret.png", "/etc/secret.png", "a/./b.png", "C:/b.png", "a//b.png"})
    void findsANameThatLeavesTheDataset(String name) throws IOException {
        faces.label(name, Arrays.toString(new float[25]));

        assertThat(DatasetCheck.run(folder, (views, total) -> {}).troubles())
                .singleElement()
                .asString()
                .endsWith("is no name within the dataset: use a relative one with forward slashes.");
        assertThatThrownBy(() -> HeadDataset.open(folder)).hasMessageContaining("is no name within the dataset");
    }

    @Test
    void findsPicturesOfAnotherSizeThanMost() throws IOException {
        faces.writePicture(THIRD, 16, 16, BufferedImage.TYPE_INT_RGB);

        assertTroubles().containsExactly(at(THIRD, "is 16 pixels wide, most pictures 8: all must have one size."));
    }

    @Test
    void findsAPictureThatIsNotSquare() throws IOException {
        faces.writePicture(THIRD, 8, 6, BufferedImage.TYPE_INT_RGB);

        assertTroubles().containsExactly(at(THIRD, "is 8×6: pictures are square, of at most 4096 pixels a side."));
    }

    @Test
    void findsAPictureThatIsTooLargeByItsHeader() throws IOException {
        byte[] png = Files.readAllBytes(faces.picture(THIRD));
        for (int at : new int[] {16, 20}) { // width and height of IHDR
            png[at + 1] = 1;
        }
        Files.write(faces.picture(THIRD), png);

        assertTroubles()
                .containsExactly(at(THIRD, "is 65544×65544: pictures are square, of at most 4096 pixels a side."));
    }

    @Test
    void findsAPictureThatIsCutShortAnywhere() throws IOException {
        byte[] png = Files.readAllBytes(faces.picture(THIRD));

        for (int length : new int[] {0, 4, 20, 40, png.length - 20, png.length - 1}) {
            Files.write(faces.picture(THIRD), Arrays.copyOf(png, length));

            assertTroubles().singleElement().asString().startsWith(at(THIRD, "is"));
        }
    }

    @Test
    void findsAPictureWithOneChangedBit() throws IOException {
        byte[] png = Files.readAllBytes(faces.picture(THIRD));
        png[png.length - 18] ^= 1; // within the checksum of the compressed pixels

        Files.write(faces.picture(THIRD), png);

        assertTroubles().containsExactly(at(THIRD, "is damaged or cut short: copy it again."));
    }

    @Test
    void findsPicturesWithoutColourOrWithAPalette() throws IOException {
        faces.writePicture(THIRD, 8, 8, BufferedImage.TYPE_BYTE_GRAY);
        faces.writePicture(LAST, 8, 8, BufferedImage.TYPE_BYTE_INDEXED);

        assertTroubles()
                .containsExactly(
                        at(THIRD, "has 1 channels of 8 bits where 3 of 8 are needed."),
                        at(LAST, "has a palette: convert it to plain colours."));
    }

    @Test
    void findsMasksAndDepthsThatAreMissingOrOfAnotherForm() throws IOException {
        for (String file : List.of("00000/img00000000.png", "00000/img00000001.png", THIRD)) {
            faces.writePicture("masks/" + file, 8, 8, BufferedImage.TYPE_BYTE_GRAY);
            faces.writePicture("depths/" + file, 8, 8, BufferedImage.TYPE_USHORT_GRAY);
        }
        faces.writePicture("masks/" + LAST, 4, 4, BufferedImage.TYPE_BYTE_GRAY);
        faces.writePicture("depths/" + THIRD, 8, 8, BufferedImage.TYPE_BYTE_GRAY);

        assertTroubles()
                .containsExactly(
                        at("depths/" + THIRD, "has 1 channels of 8 bits where 1 of 16 are needed."),
                        at("depths/" + LAST, "is named by the dataset but missing."),
                        at("masks/" + LAST, "is 4 pixels wide, its picture 8."));
    }

    @Test
    void findsIdentitiesOfFewerViews() throws IOException {
        for (String file : List.of("7/view_00.png", "7/view_01.png")) {
            faces.writePicture(file, 8, 8, BufferedImage.TYPE_INT_RGB);
            faces.number(file, 0, "1");
        }

        assertTroubles().containsExactly("Identity 7 has 2 views, most have 1: all must have the same.");
    }

    @Test
    void findsSemanticFeaturesThatAreNotOfTheDataset() throws IOException {
        List<String> names = HeadDataset.open(folder).identities().stream()
                .map(HeadDataset.Identity::name)
                .toList();
        SemanticFeatures.of("face", names, List.of(new float[2], new float[2], new float[2], new float[2]))
                .write(folder);
        assertThat(DatasetCheck.run(folder, (views, total) -> {}).semantic()).isEqualTo("face, 2 numbers");

        new NpyFile(3, 2, new float[6]).write(folder.resolve("semantic.npy"));
        assertTroubles().singleElement().asString().contains("semantic.npy is 3×2, not 4×2 as semantic.json says");

        new NpyFile(4, 2, new float[] {0, 0, 0, 0, 0, Float.POSITIVE_INFINITY, 0, 0})
                .write(folder.resolve("semantic.npy"));
        assertTroubles().singleElement().asString().contains("the feature of identity " + THIRD + " is not finite");

        Files.delete(folder.resolve("semantic.json"));
        assertTroubles().singleElement().asString().contains("semantic.npy has no semantic.json beside it");
    }

    @Test
    void listsTheFirstTroublesAndCountsTheRest() throws IOException {
        for (int i = 0; i < 30; i++) {
            faces.label("missing%02d.png".formatted(i), "[]");
        }

        DatasetReport report = DatasetCheck.run(folder, (views, total) -> {});

        assertThat(report.troubleCount()).isEqualTo(60);
        assertThat(report.troubles()).hasSize(20);
        assertThat(report.troubles().get(0)).startsWith(at("missing00.png", "has no list"));
        assertThat(report.troubles().get(19)).startsWith(at("missing09.png", "is named"));
    }

    private void assertUncheckable(String words) {
        assertThatThrownBy(() -> DatasetCheck.run(folder, (views, total) -> {}))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining(words);
    }

    private ListAssert<String> assertTroubles() throws IOException {
        DatasetReport report = DatasetCheck.run(folder, (views, total) -> {});
        assertThat(report.usable()).isEqualTo(report.troubles().isEmpty());
        return assertThat(report.troubles());
    }

    private String at(String file, String words) {
        return "%s %s".formatted(folder.resolve(file), words);
    }
}
