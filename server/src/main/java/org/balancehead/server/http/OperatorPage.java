package org.balancehead.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;
import static org.apache.pekko.http.javadsl.server.Directives.respondWithHeaders;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The operators' page: files that tell nothing by themselves. What it shows it asks the admin API for, with the token
 * that its user enters.
 */
public final class OperatorPage {
    private OperatorPage() {}

    public static Route route() {
        StaticFile page = StaticFile.read("operator.html", ContentTypes.TEXT_HTML_UTF8);
        return respondWithHeaders(
                Page.HEADERS,
                () -> concat(
                        pathSingleSlash(() -> Page.serve(page)),
                        Page.file("operator.js", Page.JAVASCRIPT),
                        Page.file("theme.css", Page.CSS),
                        Page.file("operator.css", Page.CSS)));
    }
}
