package org.balancehead.model.dataset;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code packed.bin} holds: for each identity in order {@code [views][size][size]} RGBA bytes, then, where the
 * dataset has depths, {@code [views][size][size]} little-endian 16-bit ones.
 */
final class PackIndex {
    /** Of views with masks and depths; of any others. */
    private static final int MAGIC = 0x42485031;

    private static final int PARTIAL_MAGIC = 0x42485032;

    private final ViewForm form;
    private final List<HeadDataset.Identity> identities;

    PackIndex(ViewForm form, List<HeadDataset.Identity> identities) {
        this.form = form;
        this.identities = List.copyOf(identities);
    }

    static Path pixelFile(Path folder) {
        return folder.resolve("packed.bin");
    }

    static Path indexFile(Path folder) {
        return folder.resolve("packed.index");
    }

    /** The index that was last written, which names only identities that are wholly in the pixel file. */
    static PackIndex read(Path folder) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(indexFile(folder)), 1 << 16))) {
            int magic = in.readInt();
            if (magic != MAGIC && magic != PARTIAL_MAGIC) {
                throw new UnusableDatasetException("%s is not an index of packed views: delete it, and it is made anew."
                        .formatted(indexFile(folder)));
            }
            boolean masks = magic == MAGIC || in.readBoolean();
            boolean depths = magic == MAGIC || in.readBoolean();
            ViewForm form = new ViewForm(in.readInt(), in.readInt(), masks, depths);
            int count = in.readInt();
            List<HeadDataset.Identity> identities = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                identities.add(readIdentity(in, form.views()));
            }
            return new PackIndex(form, identities);
        }
    }

    void write(Path folder) throws IOException {
        Path beside = indexFile(folder).resolveSibling("packed.index.part");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16))) {
            if (form.masks() && form.depths()) {
                out.writeInt(MAGIC);
            } else {
                out.writeInt(PARTIAL_MAGIC);
                out.writeBoolean(form.masks());
                out.writeBoolean(form.depths());
            }
            out.writeInt(form.size());
            out.writeInt(form.views());
            out.writeInt(identities.size());
            for (HeadDataset.Identity identity : identities) {
                out.writeUTF(identity.name());
                for (HeadDataset.View view : identity.views()) {
                    out.writeUTF(view.file());
                    for (float number : view.label()) {
                        out.writeFloat(number);
                    }
                }
            }
        }
        Files.move(beside, indexFile(folder), StandardCopyOption.ATOMIC_MOVE);
    }

    ViewForm form() {
        return form;
    }

    int identities() {
        return identities.size();
    }

    List<HeadDataset.Identity> all() {
        return identities;
    }

    long seed(int identity) {
        return identities.get(identity).seed();
    }

    float[] label(int identity, int view) {
        return identities.get(identity).views().get(view).label().clone();
    }

    private static HeadDataset.Identity readIdentity(DataInputStream in, int views) throws IOException {
        String name = in.readUTF();
        List<HeadDataset.View> list = new ArrayList<>(views);
        for (int v = 0; v < views; v++) {
            String file = in.readUTF();
            float[] label = new float[25];
            for (int k = 0; k < label.length; k++) {
                label[k] = in.readFloat();
            }
            list.add(new HeadDataset.View(file, label));
        }
        return new HeadDataset.Identity(name, list);
    }
}
