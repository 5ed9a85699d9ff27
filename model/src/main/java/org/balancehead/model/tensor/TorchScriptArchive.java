package org.balancehead.model.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript functions, given as text, into the archive that the engine loads as a module without weights.
 *
 * <p>Every top-level {@code def name(a: T, …) -> R:} becomes a function that others may call as
 * {@code __torch__.name(…)} and a method of the module.
 */
final class TorchScriptArchive {
    private static final Pattern DEFINITION = Pattern.compile("(?m)^def (\\w+)\\(([^)]*)\\) -> ([^:]+):");

    private TorchScriptArchive() {}

    static byte[] pack(String functions) {
        String code = functions + "\nclass Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + methods(functions);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "ops/data.pkl", moduleState());
            store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "ops/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // pickle of ()
            store(zip, "ops/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static String methods(String functions) {
        StringBuilder methods = new StringBuilder();
        Matcher definition = DEFINITION.matcher(functions);
        while (definition.find()) {
            String name = definition.group(1);
            String parameters = definition.group(2).replaceAll("\\s+", " ").strip();
            String arguments = parameters.replaceAll(": [^,\\[]+(\\[[^]]*]+)?", "");
            methods.append("  def %s(self: __torch__.Ops, %s) -> %s:\n    return __torch__.%s(%s)\n"
                    .formatted(name, parameters, definition.group(3), name, arguments));
        }
        return methods.toString();
    }

    /** Pickle protocol 2 of an instance of {@code __torch__.Ops} whose state is {@code {"training": False}}. */
    private static byte[] moduleState() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL
        pickle.write(new byte[] {')', (byte) 0x81, '}', '('}); // EMPTY_TUPLE NEWOBJ EMPTY_DICT MARK
        pickle.write(new byte[] {'X', 8, 0, 0, 0}); // BINUNICODE of 8 bytes
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // NEWFALSE SETITEMS BUILD STOP
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
