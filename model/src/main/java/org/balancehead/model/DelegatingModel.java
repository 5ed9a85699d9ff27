package org.balancehead.model;

import java.util.List;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Inversion;

/** A model that does what another one does, and closes it with itself; subclasses watch or change single calls. */
public abstract class DelegatingModel implements HeadModel {
    private final HeadModel model;

    protected DelegatingModel(HeadModel model) {
        this.model = model;
    }

    @Override
    public Avatar sample(long seed, double psi) {
        return model.sample(seed, psi);
    }

    @Override
    public Avatar draw(long seed, double psi, float[] condition) {
        return model.draw(seed, psi, condition);
    }

    @Override
    public List<RgbImage> render(List<View> views) {
        return model.render(views);
    }

    @Override
    public ModelVersion version() {
        return model.version();
    }

    @Override
    public int imageSize() {
        return model.imageSize();
    }

    @Override
    public Inversion invert(List<AlignedHead> views) {
        return model.invert(views);
    }

    @Override
    public long memoryInUse() {
        return model.memoryInUse();
    }

    @Override
    public AvatarCopy copy(Avatar avatar) {
        return model.copy(avatar);
    }

    @Override
    public Avatar restore(AvatarCopy copy) {
        return model.restore(copy);
    }

    @Override
    public void close() {
        model.close();
    }
}
