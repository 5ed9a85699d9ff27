package org.balancehead.model.dataset.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.dataset.DatasetPictures;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.ViewDirections;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.plot.HeatMap;

/**
 * What a dataset holds, counted.
 *
 * @param pictures labelled pictures
 * @param identities heads
 * @param size side of the first picture in pixels
 * @param directions where they are seen from
 * @param traits of the identities; none where {@code identities.json} is missing
 */
public record DatasetStatistics(
        int pictures, int identities, int size, ViewDirections directions, List<Distribution> traits) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static final String PAGE = "statistics.html";
    static final String FIGURES = "statistics.json";
    static final String VIEWS = "statistics-views.png";
    static final String CONTACT = "contact.png";

    /**
     * Counts a dataset and writes {@code statistics.html}, its picture and {@code statistics.json} into its folder, or
     * beside its zip.
     *
     * @return the page
     * @throws org.balancehead.model.dataset.UnusableDatasetException when it is no dataset
     */
    public static Path write(Path dataset) throws IOException {
        DatasetStatistics statistics = of(dataset);
        Path folder = Files.createDirectories(HeadDataset.sideFolder(dataset));
        ImageFiles.writePng(statistics.views(), folder.resolve(VIEWS));
        replace(folder.resolve(FIGURES), JSON.writeValueAsString(statistics.figures()) + "\n");
        String name = String.valueOf(dataset.toAbsolutePath().normalize().getFileName());
        boolean contact = Files.exists(folder.resolve(CONTACT));
        replace(folder.resolve(PAGE), new StatisticsPage(name, statistics, contact).html());
        return folder.resolve(PAGE);
    }

    /** Counts a dataset. */
    static DatasetStatistics of(Path dataset) throws IOException {
        try (DatasetPictures pictures = DatasetPictures.open(dataset)) {
            List<HeadDataset.Identity> identities = pictures.heads().identities();
            List<HeadDataset.View> views = identities.stream()
                    .flatMap(identity -> identity.views().stream())
                    .toList();
            return new DatasetStatistics(
                    views.size(),
                    identities.size(),
                    pictures.image(views.get(0)).width(),
                    ViewDirections.of(views),
                    traits(pictures));
        }
    }

    private static List<Distribution> traits(DatasetPictures pictures) throws IOException {
        Optional<InputStream> records = pictures.open(IdentityTraits.FILE);
        if (records.isEmpty()) {
            return List.of();
        }
        try (InputStream in = records.get()) {
            return IdentityTraits.of(in);
        }
    }

    private RgbImage views() {
        return new HeatMap(
                        "Views from each direction",
                        "yaw in degrees",
                        "pitch in degrees",
                        directions.counts(),
                        new HeatMap.Range(-180, 180, 45),
                        new HeatMap.Range(-90, 90, 45))
                .draw();
    }

    private Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("pictures", pictures);
        figures.put("identities", identities);
        figures.put("size", size);
        figures.put("directions", directions.inWords());
        figures.put("directionCellDegrees", ViewDirections.CELL_DEGREES);
        figures.put("directionCounts", directions.counts());
        Map<String, Map<String, Integer>> distributions = new LinkedHashMap<>();
        traits.forEach(trait -> distributions.put(trait.trait(), trait.counts()));
        figures.put("traits", distributions);
        return figures;
    }

    private static void replace(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, content, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
