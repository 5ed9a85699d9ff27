package org.balancehead.model.condition;

import java.util.Map;
import java.util.Objects;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.image.RgbImage;

/** CLIP's image tower written out in loops over double numbers, straight from its definition. */
final class ClipByLoops {
    private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] DEVIATION = {0.26862954, 0.26130258, 0.27577711};

    private final Map<String, StoredTensor> weights;
    private final int width;
    private final int patch;
    private final int grid;

    ClipByLoops(Map<String, StoredTensor> weights, int width, int patch, int grid) {
        this.weights = weights;
        this.width = width;
        this.patch = patch;
        this.grid = grid;
    }

    double[] encode(RgbImage picture) {
        double[][] tokens = embed(pixels(picture));
        for (int t = 0; t < tokens.length; t++) {
            tokens[t] = norm("vision_model.pre_layrnorm", tokens[t]);
        }
        for (int layer = 0; weights.containsKey(layer(layer) + "mlp.fc1.weight"); layer++) {
            attend(layer(layer), tokens);
            for (double[] token : tokens) {
                double[] hidden = linear(layer(layer) + "mlp.fc1", norm(layer(layer) + "layer_norm2", token));
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] = hidden[i] / (1 + Math.exp(-1.702 * hidden[i]));
                }
                add(token, linear(layer(layer) + "mlp.fc2", hidden));
            }
        }
        double[] feature = norm("vision_model.post_layernorm", tokens[0]);
        if (weights.containsKey("visual_projection.weight")) {
            feature = product("visual_projection.weight", feature);
        }
        double squares = 0;
        for (double number : feature) {
            squares += number * number;
        }
        for (int i = 0; i < feature.length; i++) {
            feature[i] /= Math.sqrt(squares);
        }
        return feature;
    }

    /** Pixels {@code [channel][row][column]}, standardised. */
    private double[][][] pixels(RgbImage picture) {
        int side = grid * patch;
        double[][] columns = bicubic(picture.width(), side);
        double[][] rows = bicubic(picture.height(), side);
        double[][][] pixels = new double[3][side][side];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double sum = 0;
                    for (int v = 0; v < picture.height(); v++) {
                        for (int u = 0; u < picture.width(); u++) {
                            sum += rows[y][v] * columns[x][u] * picture.channel(u, v, c);
                        }
                    }
                    pixels[c][y][x] = (Math.max(0, Math.min(255, sum)) / 255 - MEAN[c]) / DEVIATION[c];
                }
            }
        }
        return pixels;
    }

    /** How much each sample of the result takes of each source sample: Keys' kernel, a = −0.5, widened to shrink. */
    private static double[][] bicubic(int from, int to) {
        double scale = Math.max(1, (double) from / to);
        double[][] weights = new double[to][from];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * from / to - 0.5;
            double sum = 0;
            for (int k = 0; k < from; k++) {
                weights[i][k] = keys(Math.abs(k - centre) / scale);
                sum += weights[i][k];
            }
            for (int k = 0; k < from; k++) {
                weights[i][k] /= sum;
            }
        }
        return weights;
    }

    private static double keys(double x) {
        if (x < 1) {
            return 1.5 * x * x * x - 2.5 * x * x + 1;
        }
        return x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
    }

    private double[][] embed(double[][][] pixels) {
        float[] kernel = values("vision_model.embeddings.patch_embedding.weight");
        double[][] tokens = new double[grid * grid + 1][width];
        for (int o = 0; o < width; o++) {
            tokens[0][o] = values("vision_model.embeddings.class_embedding")[o];
            for (int t = 0; t < grid * grid; t++) {
                for (int c = 0; c < 3; c++) {
                    for (int y = 0; y < patch; y++) {
                        for (int x = 0; x < patch; x++) {
                            double pixel = pixels[c][t / grid * patch + y][t % grid * patch + x];
                            tokens[t + 1][o] += kernel[((o * 3 + c) * patch + y) * patch + x] * pixel;
                        }
                    }
                }
            }
        }
        float[] positions = values("vision_model.embeddings.position_embedding.weight");
        for (int t = 0; t < tokens.length; t++) {
            for (int o = 0; o < width; o++) {
                tokens[t][o] += positions[t * width + o];
            }
        }
        return tokens;
    }

    private void attend(String layer, double[][] tokens) {
        int count = tokens.length;
        double[][] queries = new double[count][];
        double[][] keys = new double[count][];
        double[][] taken = new double[count][];
        for (int t = 0; t < count; t++) {
            double[] seen = norm(layer + "layer_norm1", tokens[t]);
            queries[t] = linear(layer + "self_attn.q_proj", seen);
            keys[t] = linear(layer + "self_attn.k_proj", seen);
            taken[t] = linear(layer + "self_attn.v_proj", seen);
        }
        for (int t = 0; t < count; t++) {
            double[] mixed = new double[width];
            for (int head = 0; head < width; head += 64) {
                double[] shares = new double[count];
                double sum = 0;
                for (int s = 0; s < count; s++) {
                    for (int i = head; i < head + 64; i++) {
                        shares[s] += queries[t][i] * keys[s][i] / 8;
                    }
                    shares[s] = Math.exp(shares[s]);
                    sum += shares[s];
                }
                for (int s = 0; s < count; s++) {
                    for (int i = head; i < head + 64; i++) {
                        mixed[i] += shares[s] / sum * taken[s][i];
                    }
                }
            }
            add(tokens[t], linear(layer + "self_attn.out_proj", mixed));
        }
    }

    private double[] norm(String name, double[] x) {
        double mean = 0;
        for (double number : x) {
            mean += number / x.length;
        }
        double variance = 0;
        for (double number : x) {
            variance += (number - mean) * (number - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double standard = (x[i] - mean) / Math.sqrt(variance + 1e-5);
            y[i] = standard * values(name + ".weight")[i] + values(name + ".bias")[i];
        }
        return y;
    }

    private double[] linear(String name, double[] x) {
        double[] y = product(name + ".weight", x);
        for (int o = 0; o < y.length; o++) {
            y[o] += values(name + ".bias")[o];
        }
        return y;
    }

    private double[] product(String name, double[] x) {
        float[] matrix = values(name);
        double[] y = new double[matrix.length / x.length];
        for (int o = 0; o < y.length; o++) {
            for (int i = 0; i < x.length; i++) {
                y[o] += matrix[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static void add(double[] to, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += what[i];
        }
    }

    private float[] values(String name) {
        return Objects.requireNonNull(weights.get(name), name).values();
    }

    private static String layer(int index) {
        return "vision_model.encoder.layers." + index + ".";
    }
}
