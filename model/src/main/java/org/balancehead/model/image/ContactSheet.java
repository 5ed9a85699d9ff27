package org.balancehead.model.image;

import java.util.Arrays;
import java.util.List;

/** Lays images of one size side by side on white. */
public final class ContactSheet {
    private static final int GAP = 2;

    private ContactSheet() {}

    /** One row, left to right. */
    public static RgbImage row(List<RgbImage> images) {
        return rows(List.of(images));
    }

    /**
     * Rows from the top; shorter rows end in white.
     *
     * @throws IllegalArgumentException when there is no image, or one differs in size from the first
     */
    public static RgbImage rows(List<List<RgbImage>> rows) {
        List<RgbImage> all = rows.stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("A contact sheet needs an image.");
        }
        int cellWidth = all.get(0).width();
        int cellHeight = all.get(0).height();
        int columns = rows.stream().mapToInt(List::size).max().orElseThrow();
        int width = columns * (cellWidth + GAP) - GAP;
        int height = rows.size() * (cellHeight + GAP) - GAP;
        byte[] sheet = new byte[width * height * 3];
        Arrays.fill(sheet, (byte) 0xff);
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                RgbImage image = rows.get(r).get(c);
                if (image.width() != cellWidth || image.height() != cellHeight) {
                    throw new IllegalArgumentException("A contact sheet's images have one size, not %d×%d and %d×%d."
                            .formatted(cellWidth, cellHeight, image.width(), image.height()));
                }
                int corner = r * (cellHeight + GAP) * width + c * (cellWidth + GAP);
                for (int y = 0; y < cellHeight; y++) {
                    System.arraycopy(image.rgb(), y * cellWidth * 3, sheet, (corner + y * width) * 3, cellWidth * 3);
                }
            }
        }
        return new RgbImage(width, height, sheet);
    }
}
