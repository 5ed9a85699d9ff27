package org.balancehead.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;
import static org.apache.pekko.http.javadsl.server.Directives.respondWithHeaders;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The operators' page: three files that tell nothing by themselves. What it shows it asks the admin API for, with the
 * token that its user enters.
 */
public final class OperatorPage {
    private OperatorPage() {}

    public static Route route() {
        StaticFile page = StaticFile.read("operator.html", ContentTypes.TEXT_HTML_UTF8);
        StaticFile script = StaticFile.read("operator.js", Page.JAVASCRIPT);
        StaticFile style = StaticFile.read("operator.css", Page.CSS);
        return respondWithHeaders(
                Page.HEADERS,
                () -> concat(
                        pathSingleSlash(() -> Page.serve(page)),
                        path("operator.js", () -> Page.serve(script)),
                        path("operator.css", () -> Page.serve(style))));
    }
}
