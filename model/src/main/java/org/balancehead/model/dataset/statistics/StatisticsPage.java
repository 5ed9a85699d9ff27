package org.balancehead.model.dataset.statistics;

import java.util.Locale;
import java.util.Map;

/**
 * The statistics as a page that needs nothing but the pictures beside it.
 *
 * @param name of the dataset
 * @param statistics what it shows
 * @param contact whether there is a contact sheet
 */
record StatisticsPage(String name, DatasetStatistics statistics, boolean contact) {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>%s</title><style>
            body { font: 15px/1.5 system-ui, sans-serif; color: #1f2937; max-width: 1100px; margin: 2em auto; padding: 0 1em }
            img { max-width: 100%% }
            .traits { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 0 2.5em }
            table { width: 100%%; border-spacing: 0 2px }
            td { padding: 0; white-space: nowrap; font-size: 13px }
            td:first-child { width: 9em }
            td:last-child { width: 4em; text-align: right }
            i { display: block; height: 12px; background: #2563eb }
            h2 { font-size: 16px; margin: 1.4em 0 .4em }
            </style></head><body>
            """;

    String html() {
        StringBuilder page = new StringBuilder(HEAD.formatted(escaped(name)));
        page.append("<h1>%s</h1>\n".formatted(escaped(name)));
        page.append("<p>%d pictures of %d identities, %d×%d pixels.</p>\n"
                .formatted(statistics.pictures(), statistics.identities(), statistics.size(), statistics.size()));
        page.append("<h2>views</h2>\n<p>Seen %s.</p>\n"
                .formatted(escaped(statistics.directions().inWords())));
        page.append("<p><img src=\"%s\" alt=\"views by yaw and pitch\"></p>\n".formatted(DatasetStatistics.VIEWS));
        if (!statistics.traits().isEmpty()) {
            page.append("<div class=\"traits\">\n");
            statistics.traits().forEach(trait -> append(page, trait));
            page.append("</div>\n");
        }
        if (contact) {
            page.append("<h2>heads</h2>\n<p><img src=\"%s\" alt=\"some of the heads from five sides\"></p>\n"
                    .formatted(DatasetStatistics.CONTACT));
        }
        return page.append("</body></html>\n").toString();
    }

    private static void append(StringBuilder page, Distribution trait) {
        int most = trait.counts().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        page.append("<section><h2>%s</h2><table>\n".formatted(escaped(trait.trait())));
        for (Map.Entry<String, Integer> entry : trait.counts().entrySet()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td><i style=\"width:%.1f%%\"></i></td><td>%d</td></tr>\n",
                    escaped(entry.getKey()),
                    100.0 * entry.getValue() / Math.max(1, most),
                    entry.getValue()));
        }
        page.append("</table></section>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
