package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.Test;

class SupervisingViewsTest {
    private static final int SIDE = 32;
    private static final int LAST_COLUMN = 20;
    private static final int LAST_KNOWN_ROW = 25;
    private static final int COLUMN_SCALE = 8;

    @Test
    void isInsideWhereAPixelAndAllBesideItAreHeadAndKnown() {
        SupervisingViews.Rays rays =
                SupervisingViews.of(List.of(leftPart()), SIDE).draw(new Random(3), 2000);

        int inside = 0;
        for (int i = 0; i < rays.inside().length; i++) {
            boolean head = rays.alphas()[i] == 1;
            long column = Math.round(rays.colours()[i] * 255) / COLUMN_SCALE;
            boolean expected = head && column < LAST_COLUMN && rays.known()[i] == 1;
            assertThat(rays.inside()[i]).isEqualTo(expected ? 1 : 0);
            inside += expected ? 1 : 0;
        }
        assertThat(inside).isGreaterThan(500);
        assertThat(rays.known()).contains(0f);
        assertThat(rays.alphas()).contains(0f);
    }

    /** Head up to a column, known up to a row; red tells the column. */
    private static AlignedHead leftPart() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        float[] alpha = new float[SIDE * SIDE];
        float[] known = new float[SIDE * SIDE];
        for (int i = 0; i < alpha.length; i++) {
            rgb[3 * i] = (byte) (i % SIDE * COLUMN_SCALE);
            alpha[i] = i % SIDE <= LAST_COLUMN ? 1 : 0;
            known[i] = i / SIDE <= LAST_KNOWN_ROW ? 1 : 0;
        }
        return new AlignedHead(
                new RgbImage(SIDE, SIDE, rgb),
                new Mask(SIDE, SIDE, alpha),
                CameraPose.orbit(0, 0),
                new Mask(SIDE, SIDE, known));
    }
}
