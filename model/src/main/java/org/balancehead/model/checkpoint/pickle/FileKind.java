package org.balancehead.model.checkpoint.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Tells from a file's first bytes what it is instead of a snapshot. */
final class FileKind {
    private static final int PROTO = 0x80;
    private static final int START_BYTES = 16;
    private static final int SAFETENSORS_HEADER = 8;

    private FileKind() {}

    /** Refuses what does not begin like a snapshot. */
    static void check(SnapshotBytes bytes) {
        if (bytes.size() == 0) {
            throw bytes.refusal("is empty");
        }
        ByteBuffer start = bytes.read(0, (int) Math.min(START_BYTES, bytes.size()));
        String text = StandardCharsets.ISO_8859_1.decode(start.duplicate()).toString();
        if (text.startsWith("PK\u0003\u0004")) {
            throw bytes.refusal(
                    "is a zip archive, as torch.save writes it (.pt, .pth): give a training snapshot (.pkl)");
        }
        if (text.length() > SAFETENSORS_HEADER && text.charAt(SAFETENSORS_HEADER) == '{' && start.getLong(0) > 0) {
            throw bytes.refusal("is a safetensors file: give a training snapshot (.pkl)");
        }
        if (text.startsWith("version https:")) {
            throw bytes.refusal("is only a pointer to the file: fetch the file itself with git lfs pull");
        }
        if (text.startsWith("<")) {
            throw bytes.refusal("is a web page: download the file itself");
        }
        if (start.get(0) != (byte) PROTO) {
            throw bytes.refusal("is no pickle: give a training snapshot (.pkl) as it was published");
        }
        checkProtocol(bytes, start.limit() > 1 ? start.get(1) & 0xff : 0);
    }

    private static void checkProtocol(SnapshotBytes bytes, int protocol) {
        if (protocol < SnapshotObjects.OLDEST_PROTOCOL || protocol > SnapshotObjects.NEWEST_PROTOCOL) {
            throw bytes.refusal("is a pickle of protocol %d, but training snapshots have one from %d to %d"
                    .formatted(protocol, SnapshotObjects.OLDEST_PROTOCOL, SnapshotObjects.NEWEST_PROTOCOL));
        }
    }
}
