package org.balancehead.model.dataset.synthetic;

/**
 * The colour of a fragment: a wrapped key light, a fill, a hemisphere, and the key's highlight. Bound to one scene and
 * one thread.
 */
final class Shader {
    /** Share of the mesh's own normal in that of hair; the rest points away from the head, else the sheets flicker. */
    private static final float HAIR_MESH_NORMAL = 0.35f;

    private static final float FILL_WRAP = 0.4f;
    private static final float BRIGHTEST_STRAND = 4;
    private static final float BRIGHTEST_ALBEDO = 0.7f;
    private static final float DARK_TEXTURE = 0.002f;

    private final HeadScene scene;
    private final float[] eye = new float[3];
    private final float[] normal = new float[3];
    private final float[] point = new float[3];
    private final float[] view = new float[3];

    Shader(HeadScene scene) {
        this.scene = scene;
    }

    /** Sets where the camera stands. */
    void lookFrom(float x, float y, float z) {
        eye[0] = x;
        eye[1] = y;
        eye[2] = z;
    }

    /** Writes linear r, g, b of the point with barycentric weights {@code b}, {@code c} of the later corners. */
    void shade(int triangle, float b, float c, float[] out) {
        float a = 1 - b - c;
        Material material = scene.materials()[scene.surfaces()[triangle]];
        Material.Kind kind = material.kind();
        place(triangle, a, b, c);
        if (kind.sheet() && dot(normal, view) < 0) {
            normal[0] = -normal[0];
            normal[1] = -normal[1];
            normal[2] = -normal[2];
        }
        if (kind == Material.Kind.HAIR) {
            bendAroundHead();
        }
        albedo(material, triangle, a, b, c, out);
        light(kind, out);
    }

    private void place(int triangle, float a, float b, float c) {
        int va = scene.corners()[triangle * 3] * 3;
        int vb = scene.corners()[triangle * 3 + 1] * 3;
        int vc = scene.corners()[triangle * 3 + 2] * 3;
        float[] p = scene.positions();
        float[] n = scene.normals();
        for (int k = 0; k < 3; k++) {
            point[k] = a * p[va + k] + b * p[vb + k] + c * p[vc + k];
            normal[k] = a * n[va + k] + b * n[vb + k] + c * n[vc + k];
            view[k] = eye[k] - point[k];
        }
        normalise(normal);
        normalise(view);
    }

    private void bendAroundHead() {
        float x = point[0] - scene.hairCentre()[0];
        float y = point[1] - scene.hairCentre()[1];
        float z = point[2] - scene.hairCentre()[2];
        float scale = (1 - HAIR_MESH_NORMAL) / (float) Math.sqrt(x * x + y * y + z * z + 1e-12f);
        normal[0] = HAIR_MESH_NORMAL * normal[0] + scale * x;
        normal[1] = HAIR_MESH_NORMAL * normal[1] + scale * y;
        normal[2] = HAIR_MESH_NORMAL * normal[2] + scale * z;
        normalise(normal);
    }

    private void albedo(Material material, int triangle, float a, float b, float c, float[] out) {
        float[] uvs = scene.uvs();
        int at = triangle * 6;
        Texture texture = material.texture();
        texture.colour(
                a * uvs[at] + b * uvs[at + 2] + c * uvs[at + 4],
                a * uvs[at + 1] + b * uvs[at + 3] + c * uvs[at + 5],
                out);
        float[] tint = material.tint();
        if (tint != null) {
            float luminance = SrgbCurve.luminance(out[0], out[1], out[2]);
            float mean = texture.meanLuminance();
            float strand = mean < DARK_TEXTURE ? 1 : Math.min(BRIGHTEST_STRAND, luminance / mean);
            for (int k = 0; k < 3; k++) {
                out[k] = Math.min(BRIGHTEST_ALBEDO, tint[k] * strand);
            }
        }
        float[] gain = material.gain();
        out[0] *= gain[0];
        out[1] *= gain[1];
        out[2] *= gain[2];
        if (material.kind() == Material.Kind.SKIN) {
            roughen(triangle, a, b, c, out);
        }
    }

    /** Pores and stubble, which the texture is too coarse for; fixed to the head, so that all views agree. */
    private void roughen(int triangle, float a, float b, float c, float[] out) {
        float fine = Grain.at(point, 260);
        float coarse = Grain.at(point, 90);
        float pores = 1 + 0.05f * (fine - 0.5f) + 0.05f * (coarse - 0.5f);
        float[] beard = scene.beard();
        int[] corners = scene.corners();
        float grows = a * beard[corners[triangle * 3]]
                + b * beard[corners[triangle * 3 + 1]]
                + c * beard[corners[triangle * 3 + 2]];
        float covered = Math.min(1, scene.stubble() * grows * (0.45f + 0.6f * fine));
        for (int k = 0; k < 3; k++) {
            out[k] = pores * out[k] * (1 - covered) + covered * Math.min(0.5f * out[k], scene.stubbleColour()[k]);
        }
    }

    private void light(Material.Kind kind, float[] out) {
        Light light = scene.light();
        float[] key = light.key();
        float up = 0.5f + 0.5f * normal[1];
        float keyed = Math.max(0, (dot(normal, key) + kind.wrap) / (1 + kind.wrap));
        float filled = Math.max(0, (dot(normal, light.fill()) + FILL_WRAP) / (1 + FILL_WRAP));
        float shine = kind.gloss == 0 ? 0 : kind.gloss * highlight(key, kind.sharpness);
        for (int k = 0; k < 3; k++) {
            float arriving = light.ground()[k]
                    + (light.sky()[k] - light.ground()[k]) * up
                    + light.keyColour()[k] * keyed
                    + light.fillColour()[k] * filled;
            out[k] = out[k] * arriving + shine * light.keyColour()[k];
        }
    }

    /** Blinn's highlight with exponent 2 to the {@code sharpness}. */
    private float highlight(float[] key, int sharpness) {
        float x = key[0] + view[0];
        float y = key[1] + view[1];
        float z = key[2] + view[2];
        float length = (float) Math.sqrt(x * x + y * y + z * z) + 1e-9f;
        float power = Math.max(0, (normal[0] * x + normal[1] * y + normal[2] * z) / length);
        for (int i = 0; i < sharpness; i++) {
            power *= power;
        }
        return power;
    }

    private static float dot(float[] p, float[] q) {
        return p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
    }

    private static void normalise(float[] v) {
        float scale = 1 / ((float) Math.sqrt(dot(v, v)) + 1e-12f);
        v[0] *= scale;
        v[1] *= scale;
        v[2] *= scale;
    }
}
