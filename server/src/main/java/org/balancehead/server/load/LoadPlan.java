package org.balancehead.server.load;

import java.util.List;
import java.util.stream.Stream;
import org.balancehead.protocol.message.Codec;

/**
 * What the visitors do.
 *
 * @param sessions visitors at a time, 1…10000
 * @param seconds how long they stay, 1…86400
 * @param clip the name of the file that their cameras play, for people
 * @param cameraFps camera frames that each sends a second, 1…60
 * @param fps views a second that each asks for, 1…240
 * @param mode of the views, as the protocol names it
 * @param codec that views come in, as the protocol names it: jpeg, h264 or vp8
 * @param size side of the views, in pixels, 32…2048
 * @param slow visitors among them who read a kilobyte a second, 0…sessions − 1
 * @param vanish visitors among them who cut their connection and come again, 0…sessions − 1 − slow
 * @param think seconds that these stay, and stay away, 1…3600; 1 where nobody vanishes
 */
public record LoadPlan(
        int sessions,
        int seconds,
        String clip,
        int cameraFps,
        int fps,
        String mode,
        String codec,
        int size,
        int slow,
        int vanish,
        int think) {
    private static final List<String> CODECS =
            Stream.of(Codec.JPEG, Codec.H264, Codec.VP8).map(Codec::wireName).toList();

    public LoadPlan {
        check("sessions", sessions, 1, 10_000);
        check("seconds", seconds, 1, 86_400);
        check("camera-fps", cameraFps, 1, 60);
        check("fps", fps, 1, 240);
        if (!CODECS.contains(codec)) {
            throw new IllegalArgumentException(
                    "--codec %s is none that views come in: give %s.".formatted(codec, String.join(", ", CODECS)));
        }
        check("size", size, 32, 2048);
        check("slow", slow, 0, 10_000);
        check("vanish", vanish, 0, 10_000);
        check("think", think, 1, 3600);
        if (slow + vanish >= sessions) {
            throw new IllegalArgumentException(
                    "--slow %d and --vanish %d leave none of --sessions %d who behaves: give fewer."
                            .formatted(slow, vanish, sessions));
        }
        think = vanish == 0 ? 1 : think;
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "--%s %d is out of range: give %d to %d.".formatted(name, value, least, most));
        }
    }

    /** How one of the visitors, counted from 0, behaves: good ones come first. */
    Manner manner(int visitor) {
        if (visitor < sessions - slow - vanish) {
            return Manner.GOOD;
        }
        return visitor < sessions - vanish ? Manner.SLOW : Manner.VANISHING;
    }

    /** What views come in. */
    Codec viewCodec() {
        return Stream.of(Codec.values())
                .filter(known -> known.wireName().equals(codec))
                .findFirst()
                .orElseThrow();
    }

    /** The command's options that ask for it. */
    String options() {
        String others = slow + vanish == 0 ? "" : " --slow %d --vanish %d --think %d".formatted(slow, vanish, think);
        return "--sessions %d --seconds %d --clip %s --camera-fps %d --fps %d --mode %s --codec %s --size %d%s"
                .formatted(sessions, seconds, clip, cameraFps, fps, mode, codec, size, others);
    }
}
