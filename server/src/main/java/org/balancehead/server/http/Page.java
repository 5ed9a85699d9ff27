package org.balancehead.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.conditional;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.getFromFile;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;
import static org.apache.pekko.http.javadsl.server.Directives.respondWithHeaders;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The page: a fixed list of files, read when the server starts, and the demo clip from the disk. No address is ever
 * turned into a file name.
 */
final class Page {
    static final ContentType JAVASCRIPT = text("text", "javascript");
    static final ContentType CSS = MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
    private static final ContentType SVG = MediaTypes.IMAGE_SVG_XML.toContentType();
    private static final ContentType YAML = text("application", "yaml");
    private static final ContentType MP4 = MediaTypes.VIDEO_MP4.toContentType();

    /** What a browser may do here: load from this server, use the camera, and nothing else. */
    static final List<HttpHeader> HEADERS = List.of(
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
                            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            RawHeader.create("Permissions-Policy", "camera=(self), microphone=(), geolocation=()"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
            // Asked again each time, answered by 304: a new build shows at once.
            RawHeader.create("Cache-Control", "no-cache"));

    private Page() {}

    /** @param demoClip the clip for visitors without a camera; where the file is missing its address answers 404 */
    static Route route(Path demoClip) {
        StaticFile index = StaticFile.read("index.html", ContentTypes.TEXT_HTML_UTF8);
        Route files = Stream.of(
                        file("balancehead.js", JAVASCRIPT),
                        file("pictures.js", JAVASCRIPT),
                        file("frames.js", JAVASCRIPT),
                        file("kept.js", JAVASCRIPT),
                        file("turntable.js", JAVASCRIPT),
                        file("words.js", JAVASCRIPT),
                        file("app.js", JAVASCRIPT),
                        file("theme.css", CSS),
                        file("style.css", CSS),
                        file("icon.svg", SVG),
                        file("openapi.yaml", YAML),
                        file("asyncapi.yaml", YAML))
                .reduce(pathSingleSlash(() -> serve(index)), (left, right) -> concat(left, right));
        Route clip = path(PathMatchers.segment("demo").slash("webcam.mp4"), () -> getFromFile(demoClip.toFile(), MP4));
        return respondWithHeaders(HEADERS, () -> concat(files, get(() -> clip)));
    }

    private static ContentType text(String main, String sub) {
        return MediaTypes.customWithOpenCharset(main, sub, Map.of(), false).toContentType(HttpCharsets.UTF_8);
    }

    static Route file(String name, ContentType type) {
        StaticFile file = StaticFile.read(name, type);
        return path(name, () -> serve(file));
    }

    static Route serve(StaticFile file) {
        return get(() ->
                conditional(file.tag(), () -> complete(HttpResponse.create().withEntity(file.entity()))));
    }
}
