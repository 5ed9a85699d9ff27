package org.balancehead.protocol.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.Test;

/** Whatever a client sends: a value that survives its own form, or one clear sentence; never an exception. */
class ProtocolFuzzTest {
    private static final long SEED = 20_261_127;
    private static final int TEXTS = 100_000;
    private static final int FRAMES = 50_000;

    /** What may be left of a hundred megabytes that went through. */
    private static final long MOST_LEFT_BYTES = 8 << 20;

    private static final int LONGEST_SENTENCE = 300;
    private static final MessageCodec CODEC = new MessageCodec(16 << 10);

    @Test
    void aHundredThousandTextsAreTakenOrRefusedInASentence() {
        HostileTexts texts = new HostileTexts(new SplittableRandom(SEED));
        Map<ErrorCode, Integer> refusals = new EnumMap<>(ErrorCode.class);
        Map<String, Integer> accepted = new TreeMap<>();
        for (int i = 0; i < TEXTS / 10; i++) {
            check(texts.next(), refusals, accepted);
        }
        long before = usedBytes();

        for (int i = 0; i < TEXTS; i++) {
            check(texts.next(), refusals, accepted);
        }

        System.out.printf("seed %d: accepted %s, refused %s%n", SEED, accepted, refusals);
        assertThat(usedBytes() - before).isLessThan(MOST_LEFT_BYTES);
        assertThat(accepted).hasSize(ClientMessage.class.getPermittedSubclasses().length);
        assertThat(refusals.keySet())
                .isEqualTo(Set.of(
                        ErrorCode.BAD_JSON, ErrorCode.BAD_FIELD, ErrorCode.UNKNOWN_TYPE, ErrorCode.FRAME_TOO_LARGE));
    }

    @Test
    void whatAServerSaysIsReadAsStrictly() {
        HostileTexts texts = new HostileTexts(new SplittableRandom(SEED + 1));

        for (int i = 0; i < TEXTS / 10; i++) {
            String text = texts.next();
            if (CODEC.parseServer(text) instanceof Parsed.Refused<ServerMessage> refused) {
                assertClear(refused.message(), text);
            }
        }
    }

    @Test
    void fiftyThousandFramesAreTakenOrRefusedInASentence() {
        HostileFrames frames = new HostileFrames(new SplittableRandom(SEED + 2), new byte[500], 64, 48);
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] bytes = frames.next();
            Parsed<Frame> parsed = FrameCodec.decode(bytes, FrameKind.CAMERA);
            if (parsed instanceof Parsed.Refused<Frame> no) {
                refused++;
                assertThat(no.code()).isEqualTo(ErrorCode.BAD_FRAME);
                assertClear(no.message(), "");
            } else {
                taken++;
                Frame frame = ((Parsed.Accepted<Frame>) parsed).value();
                byte[] again = FrameCodec.encode(frame);
                again[3] = bytes[3]; // flags without a meaning are not kept
                assertThat(again).isEqualTo(bytes);
            }
        }

        System.out.printf("seed %d: %d frames taken, %d refused%n", SEED + 2, taken, refused);
        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
    }

    private static void check(String text, Map<ErrorCode, Integer> refusals, Map<String, Integer> accepted) {
        Parsed<ClientMessage> parsed = CODEC.parse(text);
        if (parsed instanceof Parsed.Refused<ClientMessage> refused) {
            refusals.merge(refused.code(), 1, Integer::sum);
            assertClear(refused.message(), text);
        } else {
            ClientMessage message = ((Parsed.Accepted<ClientMessage>) parsed).value();
            accepted.merge(message.getClass().getSimpleName(), 1, Integer::sum);
            assertThat(CODEC.parse(CODEC.write(message))).isEqualTo(parsed);
        }
    }

    /** One sentence for people, that goes over the wire like any other. */
    private static void assertClear(String sentence, String text) {
        assertThat(sentence)
                .as(text)
                .hasSizeBetween(10, LONGEST_SENTENCE)
                .endsWith(".")
                .doesNotContain("Exception", "Source:", "com.fasterxml");
        assertThat(sentence.chars().anyMatch(Character::isISOControl))
                .as(sentence)
                .isFalse();
        ServerMessage.Problem problem = ServerMessage.Problem.of(ErrorCode.BAD_JSON, sentence);
        assertThat(CODEC.parseServer(CODEC.write(problem))).isEqualTo(new Parsed.Accepted<>(problem));
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
