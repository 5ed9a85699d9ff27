package org.balancehead.protocol.message;

/**
 * What one session may ask of the server; told in {@code welcome}.
 *
 * @param maxFrameBytes a binary message, header included
 * @param maxFrameWidth pixels of a camera frame
 * @param maxFrameHeight pixels of a camera frame
 * @param maxFps the most views a second that the server will pace
 * @param maxTextBytes a text message, as UTF-8
 * @param maxBytesPerSecond all messages, on average; twice as many at once after a rest
 * @param silenceSeconds after so long without a message the server closes
 * @param resumeSeconds for so long after a lost connection the resume token is good; 0 where sessions cannot resume
 * @param sessionSeconds after so long a session ends; 0 where it may last for ever
 */
public record Limits(
        int maxFrameBytes,
        int maxFrameWidth,
        int maxFrameHeight,
        int maxFps,
        int maxTextBytes,
        int maxBytesPerSecond,
        int silenceSeconds,
        int resumeSeconds,
        int sessionSeconds) {
    public Limits {
        Range.check("maxFrameBytes", maxFrameBytes, 1024, 64 << 20);
        Range.check("maxFrameWidth", maxFrameWidth, 16, 65_535);
        Range.check("maxFrameHeight", maxFrameHeight, 16, 65_535);
        Range.check("maxFps", maxFps, 1, 240);
        Range.check("maxTextBytes", maxTextBytes, 256, 1 << 20);
        Range.check("maxBytesPerSecond", maxBytesPerSecond, 1 << 16, 1 << 30);
        Range.check("silenceSeconds", silenceSeconds, 1, 3600);
        Range.check("resumeSeconds", resumeSeconds, 0, 3600);
        Range.check("sessionSeconds", sessionSeconds, 0, 604_800);
    }
}
