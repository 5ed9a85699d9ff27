package org.balancehead.model.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;

/** Puts heads beside the data's and says how they compare. */
final class HeadsJudge {
    /** Heads of a draw whose identity is looked at, at the most: seven descriptors each. */
    private static final int IDENTITIES = 64;

    private static final CameraPose FRONT = IdentityConsistency.FRONT;

    private final RealHeads real;
    private final List<FeatureSpace> spaces;
    private final FaceRes descriptor;
    private final FrechetDistance frechet;

    HeadsJudge(RealHeads real, List<FeatureSpace> spaces, FaceRes descriptor, FrechetDistance frechet) {
        this.real = real;
        this.spaces = spaces;
        this.descriptor = descriptor;
        this.frechet = frechet;
    }

    /**
     * Describes the data.
     *
     * @param done hears the number of identities that are described
     */
    Reference reference(int side, IntConsumer done) {
        DescribedPictures front = new DescribedPictures(spaces);
        DescribedPictures random = new DescribedPictures(spaces);
        for (int identity = 0; identity < real.references(); identity++) {
            front.add(real.front(identity, side));
            random.add(real.fromAnywhere(identity, side));
            done.accept(identity + 1);
        }
        return new Reference(spaces, front.statistics(), random.statistics());
    }

    /** The figures of the identities that were held back, and how alike the data's own people look from their sides. */
    Map<String, Double> judgeData(Reference reference, int side) {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (real.heldBack() > 0) {
            DescribedPictures front = new DescribedPictures(spaces);
            DescribedPictures random = new DescribedPictures(spaces);
            for (int i = 0; i < real.heldBack(); i++) {
                front.add(real.front(real.heldBack(i), side));
                random.add(real.fromAnywhere(real.heldBack(i), side));
            }
            figures.putAll(reference.compare(frechet, front, random));
        }
        IdentityConsistency consistency = new IdentityConsistency(descriptor);
        for (int identity = 0; identity < Math.min(10 * IDENTITIES, real.references()); identity++) {
            consistency.add(real.views(), identity);
        }
        figures.putAll(consistency.figures());
        return figures;
    }

    /**
     * Draws heads and judges them.
     *
     * @param side of the reference's pictures
     * @param draw which repetition this is: others draw other heads
     * @param done hears the number of heads that are drawn
     */
    Map<String, Double> judge(HeadDraws draws, Reference reference, int side, int heads, int draw, IntConsumer done) {
        Random random = new Random(draw);
        DescribedPictures front = new DescribedPictures(spaces);
        DescribedPictures anywhere = new DescribedPictures(spaces);
        DescribedPictures ownView = new DescribedPictures(spaces);
        IdentityConsistency consistency = new IdentityConsistency(descriptor);
        Map<String, ToldApart> toldApart = new LinkedHashMap<>();
        draws.encoder().ifPresent(encoder -> {
            toldApart.put("toldApart", new ToldApart(descriptor));
            toldApart.put("toldApartOwn", new ToldApart(encoder));
        });
        for (int head = 0; head < heads; head++) {
            long seed = random.nextLong();
            int identity = random.nextInt(real.references());
            CameraPose camera = real.anyCamera(random);
            List<CameraPose> cameras = new ArrayList<>(List.of(FRONT, camera));
            if (head < IDENTITIES) {
                cameras.addAll(IdentityConsistency.TURNED);
            }
            List<RgbImage> pictures = draws.pictures(seed, FRONT, identity, cameras);
            front.add(reduced(pictures.get(0), side));
            anywhere.add(reduced(pictures.get(1), side));
            if (head < IDENTITIES) {
                consistency.add(pictures.get(0), pictures.subList(2, pictures.size()));
                RgbImage made = reduced(pictures.get(0), side);
                toldApart.values().forEach(by -> by.add(made, real.front(identity, side)));
            }
            if (draws.condition().hasView()) {
                ownView.add(reduced(
                        draws.pictures(seed, camera, identity, List.of(camera)).get(0), side));
            }
            done.accept(head + 1);
        }
        Map<String, Double> figures = new LinkedHashMap<>(reference.compare(frechet, front, anywhere));
        if (draws.condition().hasView()) {
            figures.putAll(reference.compareOwnViews(frechet, ownView));
        }
        figures.putAll(consistency.figures());
        toldApart.forEach((name, by) -> figures.put(name, by.share()));
        return figures;
    }

    private static RgbImage reduced(RgbImage picture, int side) {
        return Resampling.resize(picture, side, side);
    }
}
