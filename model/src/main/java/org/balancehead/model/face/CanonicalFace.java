package org.balancehead.model.face;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The average face that the landmarks are points of: MediaPipe's metric face model.
 *
 * @param xyz for each landmark its place in centimetres: x to the person's left, y up, z out of the face
 * @param basis the landmarks that tell the pose, each with its weight
 */
record CanonicalFace(double[] xyz, List<BasisPoint> basis) {
    /** How much one landmark counts for the pose. */
    record BasisPoint(int landmark, double weight) {}

    /** Reads the bundled model: a protocol buffer of a mesh (field 1) and of basis points (field 2). */
    static CanonicalFace load() {
        List<Double> vertices = new ArrayList<>();
        List<BasisPoint> basis = new ArrayList<>();
        ByteBuffer file = ByteBuffer.wrap(FaceFiles.read(FaceFiles.CANONICAL_FACE));
        for (Field field : fields(file)) {
            if (field.number() == 1) {
                fields(field.content()).stream()
                        .filter(entry -> entry.number() == 3)
                        .forEach(entry -> vertices.add((double) entry.content().getFloat()));
            } else if (field.number() == 2) {
                basis.add(basisPoint(fields(field.content())));
            }
        }
        int perVertex = 5; // x, y, z, and two texture coordinates
        if (vertices.size() != FaceLandmarks.COUNT * perVertex || basis.isEmpty()) {
            throw new IllegalStateException(
                    "The bundled face model has %d numbers and %d basis points, not %d and some."
                            .formatted(vertices.size(), basis.size(), FaceLandmarks.COUNT * perVertex));
        }
        double[] xyz = new double[FaceLandmarks.COUNT * 3];
        for (int i = 0; i < xyz.length; i++) {
            xyz[i] = vertices.get(i / 3 * perVertex + i % 3);
        }
        return new CanonicalFace(xyz, List.copyOf(basis));
    }

    private static BasisPoint basisPoint(List<Field> fields) {
        int landmark = 0; // fields that are not written are zero
        double weight = 0;
        for (Field field : fields) {
            if (field.number() == 1) {
                landmark = (int) varint(field.content());
            } else if (field.number() == 2) {
                weight = field.content().getFloat();
            }
        }
        return new BasisPoint(landmark, weight);
    }

    private record Field(int number, ByteBuffer content) {}

    private static List<Field> fields(ByteBuffer message) {
        List<Field> fields = new ArrayList<>();
        while (message.hasRemaining()) {
            long tag = varint(message);
            int length = switch ((int) (tag & 7)) {
                case 0 -> varintLength(message);
                case 1 -> 8;
                case 2 -> (int) varint(message);
                case 5 -> 4;
                default -> throw new IllegalStateException("The bundled face model has the wire type " + (tag & 7));
            };
            fields.add(new Field(
                    (int) (tag >> 3), message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN)));
            message.position(message.position() + length);
        }
        return fields;
    }

    private static int varintLength(ByteBuffer message) {
        int length = 1;
        while (message.get(message.position() + length - 1) < 0) {
            length++;
        }
        return length;
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = message.get();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
