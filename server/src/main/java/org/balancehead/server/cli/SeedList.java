package org.balancehead.server.cli;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seeds as users write them: {@code 0-15}, {@code 3}, {@code 1,4,8-11}; ascending, each once. */
final class SeedList {
    static final int MOST = 1000;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private SeedList() {}

    /** @throws BadInputException when it is no such list, or names more than {@value #MOST} seeds */
    static List<Integer> parse(String text) {
        TreeSet<Integer> seeds = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new BadInputException(
                        "--seeds '%s' is no list of seeds: write 0-15, or 1,4,8-11.".formatted(text));
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last - first >= MOST) {
                throw new BadInputException("--seeds '%s' must ascend, with at most %d of them.".formatted(text, MOST));
            }
            for (int seed = first; seed <= last; seed++) {
                seeds.add(seed);
            }
        }
        if (seeds.size() > MOST) {
            throw new BadInputException(
                    "--seeds '%s' are %d seeds: give at most %d.".formatted(text, seeds.size(), MOST));
        }
        return List.copyOf(seeds);
    }
}
