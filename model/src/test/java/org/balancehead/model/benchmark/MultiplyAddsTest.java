package org.balancehead.model.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiplyAddsTest {
    @Test
    void aFullyConnectedLayerMultipliesEachWeightOnceARow() {
        MultiplyAdds counts = new MultiplyAdds(
                Map.of("decoder.hidden.weight", shape(64, 32), "decoder.hidden.bias", shape(64), "other", shape(9, 9)));

        assertThat(counts.connected("decoder.", 10)).isEqualTo(64 * 32 * 10);
    }

    @Test
    void aBlockThatEnlargesMultipliesAtTheSmallerSideAndFiltersAtTheLarger() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("net.b8.conv0.weight", shape(6, 5, 3, 3));
        shapes.put("net.b8.conv0.affine.weight", shape(5, 7));
        shapes.put("net.b8.conv0.noise_const", shape(8, 8));
        shapes.put("net.b8.conv1.weight", shape(6, 6, 3, 3));
        shapes.put("net.b8.conv1.affine.weight", shape(6, 7));
        shapes.put("net.b8.conv1.noise_const", shape(8, 8));
        shapes.put("net.b8.torgb.weight", shape(3, 6, 1, 1));
        shapes.put("net.b8.torgb.affine.weight", shape(6, 7));

        double counted = new MultiplyAdds(shapes).synthesis("net.", 4, name -> true);

        int enlarging = 6 * 5 * 9 * 4 * 4 + 6 * 16 * 8 * 8 + 5 * 7;
        int following = 6 * 6 * 9 * 8 * 8 + 6 * 7;
        int colouring = 3 * 6 * 8 * 8 + 6 * 7;
        assertThat(counted).isEqualTo(enlarging + following + colouring);
    }

    @Test
    void onlyTheLayersThatAreAskedForCount() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("net.b4.conv1.weight", shape(2, 2, 3, 3));
        shapes.put("net.b4.conv1.noise_const", shape(4, 4));
        shapes.put("net.b8.conv0.weight", shape(3, 2, 3, 3));
        shapes.put("net.b8.conv0.noise_const", shape(8, 8));

        double counted = new MultiplyAdds(shapes).synthesis("net.", 4, name -> name.startsWith("net.b8."));

        assertThat(counted).isEqualTo(3 * 2 * 9 * 4 * 4 + 3 * 16 * 8 * 8);
    }

    @Test
    void aDiscriminatorHalvesThePictureInEachBlock() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("b8.fromrgb.weight", shape(4, 7, 1, 1));
        shapes.put("b8.conv0.weight", shape(4, 4, 3, 3));
        shapes.put("b8.conv1.weight", shape(5, 4, 3, 3));
        shapes.put("b8.skip.weight", shape(5, 4, 1, 1));
        shapes.put("b4.conv.weight", shape(5, 6, 3, 3));
        shapes.put("b4.fc.weight", shape(5, 80));
        shapes.put("b4.out.weight", shape(5, 5));
        shapes.put("mapping.embed.weight", shape(5, 25));

        double counted = new MultiplyAdds(shapes).discriminator(8);

        int block = 4 * 4 * 9 * 64 + 5 * 4 * 9 * 16 + 5 * 4 * 16;
        int filters = 4 * 16 * 9 * 9 + 4 * 16 * 16;
        int end = 5 * 6 * 9 * 16 + 5 * 80 + 5 * 5 + 5 * 25;
        assertThat(counted).isEqualTo(4 * 7 * 64 + block + filters + end);
    }

    @Test
    void aNetworkWithoutItsWeightsIsRefused() {
        assertThatThrownBy(() -> new MultiplyAdds(Map.of()).discriminator(8))
                .hasMessage("There is no weight 'b8.skip.weight'.");
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }
}
