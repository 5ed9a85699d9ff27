package org.balancehead.model.training;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.balancehead.model.dataset.PackedViews;

/** What tells datasets apart, wherever they lie: how much there is, and a digest of who is seen from where. */
final class DatasetMark {
    private static final int DIGITS = 8;

    private DatasetMark() {}

    /** Such as {@code 4500 identities of 12 views of 256² (labels 0a1b2c3d)}. */
    static String of(PackedViews data) {
        MessageDigest digest = sha256();
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        for (int identity = 0; identity < data.identities(); identity++) {
            digest.update(number.clear().putLong(data.seed(identity)).flip());
            for (int view = 0; view < data.views(); view++) {
                for (float entry : data.label(identity, view)) {
                    digest.update(number.clear().putFloat(entry).flip());
                }
            }
        }
        return "%d identities of %d views of %d² (labels %s)"
                .formatted(
                        data.identities(),
                        data.views(),
                        data.size(),
                        HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
