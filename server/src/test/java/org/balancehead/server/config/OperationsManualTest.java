package org.balancehead.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The manual names no setting that there is not; {@code DashboardsIT} does the same for metrics. */
class OperationsManualTest {
    private static final Path MANUAL = Path.of("..", "docs", "operations.md");

    /** Between backticks, or a line that is indented by four. */
    private static final Pattern CODE = Pattern.compile("`([^`]+)`|^ {4}(.+)$", Pattern.MULTILINE);

    private static final Pattern SETTING = Pattern.compile("(?:(?<![/\\w.])|(?<=-D))balancehead(?:\\.[a-z-]+)+");
    private static final Pattern BLOCK = Pattern.compile("balancehead\\.[a-z.-]+ (?:\\{.*}|= .+)");

    /** A setting without the root, by a section of them: {@code sessions.max}. */
    private static final Pattern SHORT = Pattern.compile("[a-z]+(?:\\.[a-z-]+)+");

    private static final Config SETTINGS =
            ConfigFactory.parseResources("reference.conf").resolve().getConfig("balancehead");

    private static List<String> code;

    @BeforeAll
    static void read() throws IOException {
        code = CODE.matcher(Files.readString(MANUAL))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
    }

    @Test
    void theSettingsThatItNamesExist() {
        Set<String> named = new TreeSet<>(code.stream()
                .flatMap(each -> SETTING.matcher(each).results().map(MatchResult::group))
                .toList());

        assertThat(named)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(SETTINGS.hasPathOrNull(name.substring("balancehead.".length())))
                        .as(name)
                        .isTrue());
    }

    @Test
    void theSettingsThatItsExamplesSetExist() {
        List<String> set = code.stream()
                .filter(each -> BLOCK.matcher(each.strip()).lookingAt())
                .flatMap(OperationsManualTest::keys)
                .toList();

        assertThat(set)
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        key -> assertThat(SETTINGS.hasPathOrNull(key)).as(key).isTrue());
    }

    @Test
    void theSettingsThatItNamesInShortExist() {
        List<String> named = code.stream()
                .filter(each -> SHORT.matcher(each).matches())
                .filter(each -> each.startsWith("canary.") || SETTINGS.hasPath(each.substring(0, each.indexOf('.'))))
                .distinct()
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        name -> assertThat(SETTINGS.hasPathOrNull(name) || SETTINGS.hasPathOrNull("deployment." + name))
                                .as(name)
                                .isTrue());
    }

    private static Stream<String> keys(String example) {
        return ConfigFactory.parseString(example).getConfig("balancehead").entrySet().stream()
                .map(entry -> entry.getKey());
    }
}
