package org.balancehead.model.dataset.synthetic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The unpacked assets, read when first asked for and then kept; safe for many threads. */
final class AssetLibrary {
    private final Path data;
    private final Mesh body;
    private final MorphTargets targets;
    private final float[] beard;
    private final Map<Path, Proxy> proxies = new ConcurrentHashMap<>();
    private final Map<Path, Texture> textures = new ConcurrentHashMap<>();

    private AssetLibrary(Path data, Mesh body, MorphTargets targets) {
        this.data = data;
        this.body = body;
        this.targets = targets;
        this.beard = BeardMap.of(body.vertices());
    }

    /** Opens the folder {@code package} of the unpacked package. */
    static AssetLibrary open(Path folder) throws IOException {
        Path data = folder.resolve("public/data");
        MorphTargets targets = MorphTargets.open(
                folder.resolve("src/json/targets/target-list.json"), data.resolve("targets/targets.bin"));
        Mesh body = Mesh.of(Mesh.parse(data.resolve("models/human_full_size.json")));
        return new AssetLibrary(data, body, targets);
    }

    /** The body and, in the groups that are not drawn, the helpers. */
    Mesh body() {
        return body;
    }

    MorphTargets targets() {
        return targets;
    }

    /** For each body vertex how much of a beard's shadow grows there, 0…1. */
    float[] beard() {
        return beard;
    }

    Proxy proxy(String kind, String name) throws IOException {
        return cached(
                proxies, data.resolve("proxies").resolve(kind).resolve(name).resolve(name + ".json"), Proxy::read);
    }

    Texture texture(Proxy proxy, int choice) throws IOException {
        return texture(proxy.textures().get(choice % proxy.textures().size()));
    }

    Texture texture(Proxy proxy, String fileName) throws IOException {
        return texture(proxy.textures().get(0).resolveSibling(fileName));
    }

    /** A skin that covers the whole body; {@code choice} picks among several of one name. */
    Texture skin(String name, int choice) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("skins").resolve(name).resolve("textures"))) {
            List<Path> skins = files.filter(file -> file.toString().endsWith(".png"))
                    .filter(file -> !file.toString().contains("special_suit"))
                    .sorted()
                    .toList();
            return texture(skins.get(choice % skins.size()));
        }
    }

    private Texture texture(Path file) throws IOException {
        return cached(textures, file, Texture::read);
    }

    private static <T> T cached(Map<Path, T> cache, Path file, Reader<T> reader) throws IOException {
        try {
            return cache.computeIfAbsent(file, path -> {
                try {
                    return reader.read(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Reader<T> {
        T read(Path file) throws IOException;
    }
}
