package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Whether a file is to be read as a picture or as a clip. Its beginning decides; where that is silent, its name. */
enum MediaKind {
    PICTURE,
    CLIP;

    private static final Set<String> PICTURE_SUFFIXES = Set.of("jpg", "jpeg", "png");
    private static final Set<String> CLIP_SUFFIXES = Set.of("mp4", "m4v", "mov", "webm", "mkv", "avi", "mjpeg", "mjpg");
    private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ff");
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final byte[] MATROSKA = HexFormat.of().parseHex("1a45dfa3");
    private static final byte[] AVI = {'R', 'I', 'F', 'F'};
    private static final byte[] MP4_AFTER_ITS_LENGTH = {'f', 't', 'y', 'p'};
    private static final Set<String> JPEG_STREAMS = Set.of("mjpeg", "mjpg");

    /**
     * Looks at the first bytes and the name.
     *
     * @throws UnusableInputException when there is no such file, or neither tells of picture or clip
     */
    static MediaKind of(Path file) throws UnusableInputException {
        byte[] start = start(file);
        String suffix = suffix(file);
        if (begins(start, 0, JPEG)) {
            return JPEG_STREAMS.contains(suffix) ? CLIP : PICTURE;
        } else if (begins(start, 0, PNG)) {
            return PICTURE;
        } else if (begins(start, 0, MATROSKA) || begins(start, 0, AVI) || begins(start, 4, MP4_AFTER_ITS_LENGTH)) {
            return CLIP;
        }
        if (PICTURE_SUFFIXES.contains(suffix)) {
            return PICTURE; // its reader says what is wrong with the file
        } else if (CLIP_SUFFIXES.contains(suffix)) {
            return CLIP; // likewise
        }
        throw new UnusableInputException(file
                + " is neither a picture (JPEG, PNG) nor a clip (MP4, WebM, AVI, MJPEG): convert it to one of these.");
    }

    private static byte[] start(Path file) throws UnusableInputException {
        if (Files.notExists(file)) {
            throw new UnusableInputException(file + " does not exist: check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnusableInputException(file + " is not a file: give photos, or one clip.");
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(PNG.length);
        } catch (IOException trouble) {
            throw new UnusableInputException(file + " may not be read: change its permissions.", trouble);
        }
    }

    private static boolean begins(byte[] start, int at, byte[] signature) {
        return start.length >= at + signature.length
                && Arrays.equals(start, at, at + signature.length, signature, 0, signature.length);
    }

    private static String suffix(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
