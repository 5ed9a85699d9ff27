package org.balancehead.protocol.message;

/** From where a client wants to see the head; yaw 0 is the face, positive brings the head's own left side to view. */
public sealed interface ViewMode {
    /** The name of the mode on the wire. */
    String wireName();

    /** The mode of that name with its default parameters, or a refusal's sentence as an exception. */
    static ViewMode ofName(String wireName) {
        return switch (wireName) {
            case "orbit" -> new Orbit(6, 0);
            case "mirror" -> new Mirror();
            case "fixed" -> new Fixed(0, 0, 1);
            case "camera" -> new Camera(0, 0, 1);
            default ->
                throw new IllegalArgumentException(
                        "mode must be one of orbit, mirror, fixed, camera, not %s.".formatted(Fields.quoted(wireName)));
        };
    }

    /** The camera goes round the head once a period. */
    record Orbit(double periodSeconds, double pitch) implements ViewMode {
        public Orbit {
            Range.check("periodSeconds", periodSeconds, 0.5, 600);
            Range.check("pitch", pitch, -60, 60);
        }

        @Override
        public String wireName() {
            return "orbit";
        }
    }

    /** The head turns as the person in front of the camera does. */
    record Mirror() implements ViewMode {
        @Override
        public String wireName() {
            return "mirror";
        }
    }

    /** One side, until told otherwise. Degrees; zoom 2 shows half the extent. */
    record Fixed(double yaw, double pitch, double zoom) implements ViewMode {
        public Fixed {
            checkCamera(yaw, pitch, zoom);
        }

        @Override
        public String wireName() {
            return "fixed";
        }
    }

    /** The client's own camera, which it moves by sending more of these. Degrees; zoom 2 shows half the extent. */
    record Camera(double yaw, double pitch, double zoom) implements ViewMode {
        public Camera {
            checkCamera(yaw, pitch, zoom);
        }

        @Override
        public String wireName() {
            return "camera";
        }
    }

    private static void checkCamera(double yaw, double pitch, double zoom) {
        Range.check("yaw", yaw, -180, 180);
        Range.check("pitch", pitch, -60, 60);
        Range.check("zoom", zoom, 0.25, 4);
    }
}
