package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.ContactSheet;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.streaming.video.Mp4Writer;
import org.balancehead.streaming.video.VideoFrame;

/** Writes what an avatar was made from and how it looks from all sides. */
final class ResultPictures {
    private static final int CONTACT_VIEWS = 8;
    private static final int SINGLE_VIEWS = 12;
    private static final int ORBIT_FRAMES_PER_SECOND = 24;
    private static final int ORBIT_FRAMES = 6 * ORBIT_FRAMES_PER_SECOND;
    private static final int ALL_VIEWS = 1 + CONTACT_VIEWS + SINGLE_VIEWS + ORBIT_FRAMES;

    private final HeadModel model;
    private final Avatar avatar;
    private final RenderProgress progress;
    private int rendered;

    ResultPictures(HeadModel model, Avatar avatar, RenderProgress progress) {
        this.model = model;
        this.avatar = avatar;
        this.progress = progress;
    }

    /** Writes all pictures and the orbit into a folder that exists. */
    void write(AlignedHead frontal, Path folder) throws IOException {
        ImageFiles.writePng(frontal.crop(), folder.resolve("input.png"));
        ImageFiles.writePng(grey(frontal.mask()), folder.resolve("mask.png"));
        ImageFiles.writePng(render(frontal.camera()), folder.resolve("front.png"));
        ImageFiles.writePng(contactSheet(), folder.resolve("contact.png"));
        writeViews(Files.createDirectory(folder.resolve("views")));
        writeOrbit(folder.resolve("orbit.mp4"));
    }

    private RgbImage contactSheet() {
        List<RgbImage> views = new ArrayList<>();
        for (int i = 0; i < CONTACT_VIEWS; i++) {
            views.add(render(CameraPose.orbit(360.0 * i / CONTACT_VIEWS, 0)));
        }
        return ContactSheet.row(views);
    }

    private void writeViews(Path folder) throws IOException {
        int step = 360 / SINGLE_VIEWS;
        for (int yaw = step - 180; yaw <= 180; yaw += step) {
            ImageFiles.writePng(render(CameraPose.orbit(yaw, 0)), folder.resolve("yaw_%+04d.png".formatted(yaw)));
        }
    }

    private void writeOrbit(Path file) throws IOException {
        int side = model.imageSize();
        try (Mp4Writer writer = new Mp4Writer(file, side, side, ORBIT_FRAMES_PER_SECOND)) {
            for (int i = 0; i < ORBIT_FRAMES; i++) {
                RgbImage view = render(CameraPose.orbit(360.0 * i / ORBIT_FRAMES, 0));
                writer.write(new VideoFrame(view.width(), view.height(), view.rgb(), 0));
            }
            writer.finish();
        }
    }

    private RgbImage render(CameraPose camera) {
        RgbImage view = model.render(avatar, camera);
        progress.rendered(++rendered, ALL_VIEWS);
        return view;
    }

    private static RgbImage grey(Mask mask) {
        byte[] rgb = new byte[mask.alpha().length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round(255 * mask.alpha()[i / 3]);
        }
        return new RgbImage(mask.width(), mask.height(), rgb);
    }
}
