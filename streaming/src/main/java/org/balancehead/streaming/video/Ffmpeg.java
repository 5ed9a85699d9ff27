package org.balancehead.streaming.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** The native library as a whole: loads it, keeps it from printing, and words its error codes. */
final class Ffmpeg {
    private static final int MESSAGE_BYTES = 128;

    private Ffmpeg() {}

    /** Loads the library and silences its log: what it has to say arrives as error codes. Idempotent. */
    static void load() {
        av_log_set_level(AV_LOG_QUIET);
    }

    /**
     * Passes a result through.
     *
     * @throws IllegalStateException when it is an error: for calls that fail only for want of memory or by our own
     *     fault
     */
    static int require(int result, String act) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg cannot %s: %s.".formatted(act, message(result)));
        }
        return result;
    }

    static String message(int error) {
        byte[] text = new byte[MESSAGE_BYTES];
        av_strerror(error, text, MESSAGE_BYTES);
        String padded = new String(text, StandardCharsets.UTF_8);
        return padded.substring(0, padded.indexOf('\0'));
    }
}
