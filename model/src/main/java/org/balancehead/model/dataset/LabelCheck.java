package org.balancehead.model.dataset;

import java.util.Optional;

/** Whether a label is a camera: a rigid motion from camera to world, and intrinsics over the image side. */
final class LabelCheck {
    /** How far the products of the rotation's columns may be from those of unit vectors. */
    static final double ROTATION_TOLERANCE = 1e-3;

    private static final double EXACT = 1e-4;
    private static final double SHORTEST_FOCAL = 0.1;
    private static final double LONGEST_FOCAL = 100;

    private LabelCheck() {}

    /** What is wrong with an entry of {@code dataset.json}, as the rest of a sentence that begins with its file. */
    static Optional<String> trouble(HeadDataset.View view) {
        float[] label = view.label();
        if (!DatasetFiles.safe(view.file())) {
            return Optional.of("is no name within the dataset: use a relative one with forward slashes");
        }
        if (label.length != LabelFile.NUMBERS) {
            return Optional.of(
                    label.length == 0
                            ? "has no list of numbers as its label; 25 are needed"
                            : "has a label of %s numbers; 25 are needed"
                                    .formatted(label.length > LabelFile.NUMBERS ? "more than 25" : label.length));
        }
        for (int i = 0; i < label.length; i++) {
            if (!Float.isFinite(label[i])) {
                return Optional.of("has a camera with %s as number %d of its label".formatted(label[i], i + 1));
            }
        }
        return rotation(label).or(() -> lastRow(label)).or(() -> intrinsics(label));
    }

    private static Optional<String> rotation(float[] m) {
        double furthest = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = i; j < 3; j++) {
                double product = m[i] * m[j] + m[4 + i] * m[4 + j] + m[8 + i] * m[8 + j];
                furthest = Math.max(furthest, Math.abs(product - (i == j ? 1 : 0)));
            }
        }
        if (furthest > ROTATION_TOLERANCE) {
            return Optional.of("has a camera that is not rigid: its rotation is off by %.2g, so it stretches or shears"
                    .formatted(furthest));
        }
        double determinant = m[0] * (m[5] * m[10] - m[6] * m[9])
                - m[1] * (m[4] * m[10] - m[6] * m[8])
                + m[2] * (m[4] * m[9] - m[5] * m[8]);
        return determinant > 0
                ? Optional.empty()
                : Optional.of("has a camera that is a mirror: its rotation has determinant −1");
    }

    private static Optional<String> lastRow(float[] m) {
        boolean affine = Math.abs(m[12]) + Math.abs(m[13]) + Math.abs(m[14]) + Math.abs(m[15] - 1) < EXACT;
        return affine
                ? Optional.empty()
                : Optional.of("has a camera whose last row is %s %s %s %s, not 0 0 0 1"
                        .formatted(m[12], m[13], m[14], m[15]));
    }

    private static Optional<String> intrinsics(float[] label) {
        for (int at : new int[] {16, 20}) {
            if (!(label[at] >= SHORTEST_FOCAL && label[at] <= LONGEST_FOCAL)) {
                return Optional.of("has a focal length of %s; it is counted in image sides, %s to %.0f"
                        .formatted(label[at], SHORTEST_FOCAL, LONGEST_FOCAL));
            }
        }
        for (int at : new int[] {18, 21}) {
            if (label[at] < 0 || label[at] > 1) {
                return Optional.of("has its principal point at %s, outside the picture, which is 0 to 1 wide and high"
                        .formatted(label[at]));
            }
        }
        boolean upper =
                Math.abs(label[19]) + Math.abs(label[22]) + Math.abs(label[23]) + Math.abs(label[24] - 1) < EXACT;
        return upper ? Optional.empty() : Optional.of("has intrinsics that are not focal, skew, centre over 0 0 1");
    }
}
