package org.balancehead.model.training.closedform;

/**
 * The chart maps of a dataset's identities and of their mirror images as coefficients of the principal components, by
 * channel, so that a change of colours is a change of coefficients.
 *
 * @param rows identities, then their mirror images
 * @param parts of radius, red, green, blue: {@code [4][rows · K]}
 * @param origin coefficients of the mean map: {@code [K]}
 * @param deviations of the components, in map units: {@code [K]}
 */
public record ChartCodes(int rows, float[][] parts, float[] origin, float[] deviations) {
    /** Coefficients K. */
    public int length() {
        return origin.length;
    }

    /** The coefficients of all rows: {@code [rows · K]}. */
    float[] all() {
        float[] all = new float[rows * length()];
        for (int row = 0; row < rows; row++) {
            write(row, new float[] {1, 1, 1}, all, row * length());
        }
        return all;
    }

    /**
     * Writes the coefficients of a row whose colours are multiplied.
     *
     * @param gain of red, green, blue
     */
    public void write(int row, float[] gain, float[] to, int offset) {
        for (int k = 0; k < origin.length; k++) {
            int at = row * origin.length + k;
            float coloured = gain[0] * parts[1][at] + gain[1] * parts[2][at] + gain[2] * parts[3][at];
            to[offset + k] = parts[0][at] + coloured - origin[k];
        }
    }
}
