package org.balancehead.model.inversion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;

/**
 * The pictures that an avatar was made from, as tensors of its file: colour, what of it is head, what of it the camera
 * saw, and from where. Only heads are written: where none is, a picture is white.
 */
final class ViewTensors {
    /** What the names of these tensors begin with, and no avatar's other tensors do. */
    static final String PREFIX = "view.";

    private static final String PICTURE = ".picture";
    private static final String MASK = ".mask";
    private static final String KNOWN = ".known";
    private static final String CAMERA = ".camera";
    private static final int LARGEST_SIDE = 4096;
    private static final float FULL = 255;

    private ViewTensors() {}

    /** The tensors of these views. */
    static Map<String, StoredTensor> of(List<AlignedHead> views) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < views.size(); i++) {
            AlignedHead view = views.get(i);
            String name = PREFIX + i;
            tensors.put(name + PICTURE, picture(view));
            tensors.put(name + MASK, levels(view.mask()));
            tensors.put(name + KNOWN, levels(view.known()));
            float[] label = view.camera().label();
            tensors.put(name + CAMERA, StoredTensor.of(label, label.length));
        }
        return tensors;
    }

    /**
     * The views of a file's tensors, in their order.
     *
     * @throws IllegalArgumentException when they are incomplete or fit each other not
     */
    static List<AlignedHead> read(Map<String, StoredTensor> tensors) {
        List<AlignedHead> views = new ArrayList<>();
        while (tensors.containsKey(PREFIX + views.size() + PICTURE)) {
            views.add(read(tensors, PREFIX + views.size()));
        }
        if (tensors.size() != 4 * views.size()) {
            throw new IllegalArgumentException("Its pictures are incomplete.");
        }
        return views;
    }

    private static AlignedHead read(Map<String, StoredTensor> tensors, String name) {
        StoredTensor picture = get(tensors, name + PICTURE);
        long side = picture.shape().length == 3 ? picture.shape()[0] : 0;
        if (side < 1 || side > LARGEST_SIDE) {
            throw new IllegalArgumentException("Its pictures have no size.");
        }
        float[] values = picture.values();
        byte[] rgb = new byte[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i];
        }
        return new AlignedHead(
                new RgbImage((int) side, (int) side, rgb),
                mask((int) side, get(tensors, name + MASK)),
                CameraPose.ofLabel(get(tensors, name + CAMERA).values()),
                mask((int) side, get(tensors, name + KNOWN)));
    }

    private static StoredTensor get(Map<String, StoredTensor> tensors, String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("Its pictures are incomplete.");
        }
        return tensor;
    }

    private static StoredTensor picture(AlignedHead view) {
        RgbImage crop = view.crop();
        float[] mask = view.mask().alpha();
        float[] values = new float[crop.rgb().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = mask[i / 3] > 0 ? crop.rgb()[i] & 0xff : FULL;
        }
        return new StoredTensor(Precision.U8, new long[] {crop.height(), crop.width(), 3}, values);
    }

    private static StoredTensor levels(Mask mask) {
        float[] values = new float[mask.alpha().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = mask.alpha()[i] * FULL;
        }
        return new StoredTensor(Precision.U8, new long[] {mask.height(), mask.width()}, values);
    }

    private static Mask mask(int side, StoredTensor levels) {
        float[] alpha = levels.values().clone();
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] /= FULL;
        }
        return new Mask(side, side, alpha);
    }
}
