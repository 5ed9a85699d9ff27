package org.balancehead.server.load;

/**
 * What the visitors do.
 *
 * @param sessions visitors at a time, 1…10000
 * @param seconds how long they stay, 1…86400
 * @param clip the name of the file that their cameras play, for people
 * @param cameraFps camera frames that each sends a second, 1…60
 * @param fps views a second that each asks for, 1…240
 * @param mode of the views, as the protocol names it
 * @param size side of the views, in pixels, 32…2048
 */
public record LoadPlan(int sessions, int seconds, String clip, int cameraFps, int fps, String mode, int size) {
    public LoadPlan {
        check("sessions", sessions, 1, 10_000);
        check("seconds", seconds, 1, 86_400);
        check("camera-fps", cameraFps, 1, 60);
        check("fps", fps, 1, 240);
        check("size", size, 32, 2048);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "--%s %d is out of range: give %d to %d.".formatted(name, value, least, most));
        }
    }
}
