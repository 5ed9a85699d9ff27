import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Checks the folder that {@code ./balancehead reconstruct} wrote, as its users' programs would read it. */
final class CheckReconstruction {
    private static final int SIZE = 256;

    private final Path folder;
    private final List<String> troubles = new ArrayList<>();

    private CheckReconstruction(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        CheckReconstruction check = new CheckReconstruction(Path.of(arguments[0]));
        check.pictures();
        check.report();
        check.troubles.forEach(System.err::println);
        if (!check.troubles.isEmpty()) {
            System.exit(1);
        }
        System.out.println("reconstruct: pictures, orbit, avatar and report are as they should be.");
    }

    private void pictures() throws IOException {
        for (String name : List.of("input.png", "mask.png", "front.png")) {
            square(name);
        }
        for (int yaw = -150; yaw <= 180; yaw += 30) {
            square("views/yaw_%+04d.png".formatted(yaw));
        }
        expect(picture("contact.png") != null, "contact.png is missing or no picture");
        Path orbit = folder.resolve("orbit.mp4");
        expect(Files.isRegularFile(orbit) && Files.size(orbit) > 10_000, "orbit.mp4 is missing or empty");
        expect(Files.isRegularFile(folder.resolve("head.avatar")), "head.avatar is missing");
    }

    private void square(String name) throws IOException {
        BufferedImage image = picture(name);
        expect(
                image != null && image.getWidth() == SIZE && image.getHeight() == SIZE,
                name + " is missing, or no picture of " + SIZE + " pixels square");
    }

    private BufferedImage picture(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? ImageIO.read(file.toFile()) : null;
    }

    private void report() throws IOException {
        JsonNode report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        expect(report.path("frontal").path("score").asDouble() > 0, "report.json names no frontal frame");
        expect(report.path("seconds").asDouble() > 0, "report.json has no seconds");
        expect(!report.path("model").path("preset").asText().isEmpty(), "report.json names no preset");
        JsonNode stages = report.path("stages");
        expect(!stages.isEmpty(), "report.json has no stages");
        for (JsonNode stage : stages) {
            double psnr = stage.path("psnr").asDouble(Double.NaN);
            expect(psnr > 5 && psnr < 100, "report.json: stage " + stage.path("name") + " has PSNR " + psnr);
        }
    }

    private void expect(boolean held, String trouble) {
        if (!held) {
            troubles.add("reconstruct: " + trouble);
        }
    }
}
