package org.balancehead.model.dataset.synthetic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.balancehead.model.dataset.synthetic.Material.Kind;
import org.jspecify.annotations.Nullable;

/** Makes the scene of an identity: morphs the body, fits the proxies, chooses the textures. */
final class HeadBuilder {
    /** Material index of the body's own faces; the other faces are helpers. */
    private static final int BODY = 0;

    private static final String[] FACES = {"african", "asian", "caucasian"};
    private static final float BROW_DARKNESS = 0.8f;
    private static final float[] MOUTH_SHADE = {0.8f, 0.75f, 0.75f};

    /** From the frame's centre to the middle of the skull, in world units. */
    private static final float[] SKULL = {0, 0.034f, 0.01f};

    private final AssetLibrary assets;

    HeadBuilder(AssetLibrary assets) {
        this.assets = assets;
    }

    HeadScene build(HeadIdentity identity) throws IOException {
        float[] body = assets.targets().morph(assets.body().vertices(), identity.targets());
        HeadFrame frame = HeadFrame.of(body);
        Outfit outfit = identity.outfit();
        Hair hair = identity.hair();
        Proxy clothes = assets.proxy("clothes", outfit.clothes());
        HeadScene.Builder scene = new HeadScene.Builder();
        scene.add(
                assets.body(),
                frame.toWorld(body),
                assets.beard(),
                bodyFaces(clothes),
                new Material(Kind.SKIN, skin(identity.skin()), identity.skin().tint(), null));
        Proxy teeth = assets.proxy("teeth", "Teeth_Base");
        add(scene, teeth, frame, body, new Material(Kind.MOUTH, assets.texture(teeth, 0), MOUTH_SHADE, null));
        Proxy tongue = assets.proxy("tongue", "tongue01");
        add(scene, tongue, frame, body, new Material(Kind.MOUTH, assets.texture(tongue, 0), MOUTH_SHADE, null));
        Proxy eyes = assets.proxy("eyes", "HighPolyEyes");
        add(scene, eyes, frame, body, material(Kind.EYE, assets.texture(eyes, outfit.eyes()), null));
        add(scene, clothes, frame, body, material(Kind.CLOTH, assets.texture(clothes, 0), outfit.clothesTint()));
        Proxy brows = assets.proxy("eyebrows", hair.brows());
        float[] browTint = scaled(hair.tint(), BROW_DARKNESS);
        add(scene, brows, frame, body, material(Kind.BROW, assets.texture(brows, 0), browTint));
        Proxy lashes = assets.proxy("eyelashes", hair.lashes());
        add(scene, lashes, frame, body, material(Kind.BROW, assets.texture(lashes, 0), null));
        if (outfit.hat() != null) {
            Proxy hat = assets.proxy("clothes", outfit.hat());
            add(scene, hat, frame, body, material(Kind.CLOTH, assets.texture(hat, outfit.hatTexture()), null));
        }
        if (hair.style() != null) {
            addHair(scene, assets.proxy("hair", hair.style()), frame, body, hair);
        }
        return scene.build(
                identity.light(),
                SKULL,
                identity.skin().stubble(),
                identity.skin().stubbleColour());
    }

    private boolean[] bodyFaces(Proxy clothes) {
        Mesh body = assets.body();
        boolean[] hidden = clothes.hidesBody();
        boolean[] drawn = new boolean[body.triangles()];
        for (int t = 0; t < drawn.length; t++) {
            boolean covered = hidden.length > 0;
            for (int k = 0; k < 3 && covered; k++) {
                covered = hidden[body.corners()[t * 3 + k]];
            }
            drawn[t] = body.groups()[t] == BODY && !covered;
        }
        return drawn;
    }

    private Texture skin(Skin skin) throws IOException {
        List<Texture> textures = new ArrayList<>();
        float[] weights = new float[FACES.length];
        for (int k = 0; k < FACES.length; k++) {
            if (skin.shares()[k] > 0) {
                weights[textures.size()] = skin.shares()[k];
                textures.add(assets.skin(skin.ageGroup() + "_" + FACES[k] + "_" + skin.sex(), skin.variant()));
            }
        }
        return Texture.blend(
                textures.toArray(Texture[]::new), Arrays.copyOf(weights, textures.size()), skin.saturation());
    }

    /** Hair is stretched about the skull, so that few styles give many outlines; half of it is mirrored. */
    private void addHair(HeadScene.Builder scene, Proxy proxy, HeadFrame frame, float[] body, Hair hair)
            throws IOException {
        float[] positions = frame.toWorld(proxy.fit(body));
        for (int i = 0; i < positions.length; i++) {
            int axis = i % 3;
            float scale = hair.scale()[axis] * (axis == 0 && hair.mirrored() ? -1 : 1);
            positions[i] = SKULL[axis] + scale * (positions[i] - SKULL[axis]);
        }
        add(scene, proxy, positions, material(Kind.HAIR, assets.texture(proxy, 0), hair.tint()));
    }

    private static void add(HeadScene.Builder scene, Proxy proxy, HeadFrame frame, float[] body, Material material) {
        add(scene, proxy, frame.toWorld(proxy.fit(body)), material);
    }

    private static void add(HeadScene.Builder scene, Proxy proxy, float[] positions, Material material) {
        boolean[] all = new boolean[proxy.mesh().triangles()];
        Arrays.fill(all, true);
        scene.add(proxy.mesh(), positions, new float[positions.length / 3], all, material);
    }

    private static Material material(Kind kind, Texture texture, float @Nullable [] tint) {
        return new Material(kind, texture, Material.UNCHANGED, tint);
    }

    private static float[] scaled(float[] colour, float factor) {
        return new float[] {colour[0] * factor, colour[1] * factor, colour[2] * factor};
    }
}
