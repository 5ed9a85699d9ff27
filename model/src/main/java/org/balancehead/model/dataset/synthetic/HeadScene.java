package org.balancehead.model.dataset.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is drawn: triangles of all surfaces in one list, those that hide others first, in world coordinates.
 *
 * @param positions xyz of the vertices
 * @param normals unit normals of the vertices
 * @param beard 0…1 of the vertices: how much of a beard's shadow grows there
 * @param corners three vertices a triangle
 * @param uvs six numbers a triangle: u, v of its corners
 * @param surfaces the material of each triangle
 * @param clipped whether a triangle crosses the world's box, so that its fragments must be tested
 * @param hairCentre xyz that hair curves around
 * @param stubble strength of the beard's shadow, 0…1
 * @param stubbleColour linear r, g, b
 */
record HeadScene(
        float[] positions,
        float[] normals,
        float[] beard,
        int[] corners,
        float[] uvs,
        byte[] surfaces,
        boolean[] clipped,
        Material[] materials,
        Light light,
        float[] hairCentre,
        float stubble,
        float[] stubbleColour) {

    int triangles() {
        return surfaces.length;
    }

    int vertices() {
        return positions.length / 3;
    }

    /** Collects surfaces; those that hide others should come first. Triangles wholly outside the box are left out. */
    static final class Builder {
        private static final float BOX = HeadFrame.BOX;

        private final List<float[]> positions = new ArrayList<>();
        private final List<float[]> normals = new ArrayList<>();
        private final List<float[]> beards = new ArrayList<>();
        private final List<Material> materials = new ArrayList<>();
        private int vertices;
        private int triangles;
        private int[] corners = new int[3 << 15];
        private float[] uvs = new float[6 << 15];
        private byte[] surfaces = new byte[1 << 15];
        private boolean[] clipped = new boolean[1 << 15];

        /**
         * Adds a surface.
         *
         * @param positions xyz in world units
         * @param beard one number a vertex
         * @param drawn which of the mesh's triangles to draw
         */
        Builder add(Mesh mesh, float[] positions, float[] beard, boolean[] drawn, Material material) {
            this.positions.add(positions);
            normals.add(normals(mesh, positions, drawn));
            beards.add(beard);
            for (int t = 0; t < mesh.triangles(); t++) {
                if (drawn[t]) {
                    addTriangle(mesh, t, positions);
                }
            }
            materials.add(material);
            vertices += positions.length / 3;
            return this;
        }

        HeadScene build(Light light, float[] hairCentre, float stubble, float[] stubbleColour) {
            return new HeadScene(
                    joined(positions, 3),
                    joined(normals, 3),
                    joined(beards, 1),
                    Arrays.copyOf(corners, triangles * 3),
                    Arrays.copyOf(uvs, triangles * 6),
                    Arrays.copyOf(surfaces, triangles),
                    Arrays.copyOf(clipped, triangles),
                    materials.toArray(Material[]::new),
                    light,
                    hairCentre,
                    stubble,
                    stubbleColour);
        }

        private void addTriangle(Mesh mesh, int t, float[] points) {
            boolean inside = true;
            int beyond = ~0;
            for (int k = 0; k < 3; k++) {
                int sides = sidesBeyond(points, mesh.corners()[t * 3 + k] * 3);
                inside &= sides == 0;
                beyond &= sides;
            }
            if (beyond != 0) {
                return;
            }
            if (triangles == surfaces.length) {
                corners = Arrays.copyOf(corners, corners.length * 2);
                uvs = Arrays.copyOf(uvs, uvs.length * 2);
                surfaces = Arrays.copyOf(surfaces, surfaces.length * 2);
                clipped = Arrays.copyOf(clipped, clipped.length * 2);
            }
            for (int k = 0; k < 3; k++) {
                corners[triangles * 3 + k] = vertices + mesh.corners()[t * 3 + k];
            }
            System.arraycopy(mesh.uvs(), t * 6, uvs, triangles * 6, 6);
            surfaces[triangles] = (byte) materials.size();
            clipped[triangles++] = !inside;
        }

        /** A bit for each face of the box that the point is beyond. */
        private static int sidesBeyond(float[] points, int at) {
            int sides = 0;
            for (int axis = 0; axis < 3; axis++) {
                sides |= points[at + axis] < -BOX ? 1 << (axis * 2) : 0;
                sides |= points[at + axis] > BOX ? 2 << (axis * 2) : 0;
            }
            return sides;
        }

        private float[] joined(List<float[]> parts, int width) {
            float[] all = new float[vertices * width];
            int at = 0;
            for (float[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            return all;
        }

        /** Normals by vertex index, weighted by area, so that texture seams do not show. */
        private static float[] normals(Mesh mesh, float[] p, boolean[] drawn) {
            float[] n = new float[p.length];
            for (int t = 0; t < mesh.triangles(); t++) {
                if (drawn[t]) {
                    addNormal(
                            mesh.corners()[t * 3] * 3,
                            mesh.corners()[t * 3 + 1] * 3,
                            mesh.corners()[t * 3 + 2] * 3,
                            p,
                            n);
                }
            }
            for (int i = 0; i < n.length; i += 3) {
                float length = (float) Math.sqrt(n[i] * n[i] + n[i + 1] * n[i + 1] + n[i + 2] * n[i + 2]) + 1e-12f;
                n[i] /= length;
                n[i + 1] /= length;
                n[i + 2] /= length;
            }
            return n;
        }

        private static void addNormal(int a, int b, int c, float[] p, float[] n) {
            float ux = p[b] - p[a];
            float uy = p[b + 1] - p[a + 1];
            float uz = p[b + 2] - p[a + 2];
            float vx = p[c] - p[a];
            float vy = p[c + 1] - p[a + 1];
            float vz = p[c + 2] - p[a + 2];
            float x = uy * vz - uz * vy;
            float y = uz * vx - ux * vz;
            float z = ux * vy - uy * vx;
            for (int corner = 0; corner < 3; corner++) {
                int at = corner == 0 ? a : corner == 1 ? b : c;
                n[at] += x;
                n[at + 1] += y;
                n[at + 2] += z;
            }
        }
    }
}
