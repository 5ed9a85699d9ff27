package org.balancehead.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.balancehead.protocol.message.CaptureAdvice;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ExportFormat;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.WireNamed;
import org.junit.jupiter.api.Test;

/** The published description against the types that are spoken. */
class AsyncApiTest {
    @Test
    void listsExactlyTheErrorCodesThatAreSpoken() throws IOException {
        String list = after("code:\n            enum:\n", "          message:");

        assertThat(list.replace(" - ", " ").strip().split("\\s+")).containsExactlyInAnyOrder(names(ErrorCode.values()));
    }

    @Test
    void listsExactlyTheNamesThatAreSpoken() throws IOException {
        assertThat(enumeration("advice:\\s+enum: ")).containsExactly(names(CaptureAdvice.values()));
        assertThat(enumeration("codec: \\{enum: ")).containsExactly(names(Codec.values()));
        assertThat(enumeration("stage: \\{enum: ")).containsExactly(names(ProgressStage.values()));
        assertThat(enumeration("reason: \\{enum: ")).containsExactly(names(GoAwayReason.values()));
        assertThat(enumeration("format: \\{enum: ")).containsExactlyInAnyOrder(names(ExportFormat.values()));
    }

    private static List<String> enumeration(String before) throws IOException {
        Matcher found = Pattern.compile(before + "\\[([^\\]]*)\\]").matcher(text());
        assertThat(found.find()).isTrue();
        return Arrays.asList(found.group(1).split(",\\s*"));
    }

    private static String after(String before, String end) throws IOException {
        String text = text();
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String[] names(WireNamed[] values) {
        return Arrays.stream(values).map(WireNamed::wireName).toArray(String[]::new);
    }

    private static String text() throws IOException {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/web/asyncapi.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
