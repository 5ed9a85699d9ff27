package org.balancehead.model.dataset.synthetic;

/** The CC0 hair and clothes, and how often each is worn. */
final class Wardrobe {
    static final String[] MEN = {
        "short01", "short02", "short04", "afro01", "short03", "bob01", "bob02", "long01", "ponytail01"
    };
    static final float[] MEN_SHARES = {0.26f, 0.28f, 0.24f, 0.07f, 0.04f, 0.01f, 0.02f, 0.04f, 0.04f};
    static final String[] WOMEN = {
        "short01", "short02", "short04", "afro01", "short03", "bob01", "bob02", "long01", "ponytail01", "Braid01"
    };
    static final float[] WOMEN_SHARES = {0.11f, 0.12f, 0.13f, 0.07f, 0.05f, 0.03f, 0.06f, 0.14f, 0.16f, 0.10f};
    static final String[] MENS_CLOTHES = {
        "male_casualsuit01",
        "male_casualsuit02",
        "male_casualsuit03",
        "male_casualsuit04",
        "male_casualsuit05",
        "male_casualsuit06",
        "male_elegantsuit01"
    };
    static final float[] MENS_CLOTHES_SHARES = {1, 1, 1, 1, 1, 1, 1};
    static final String[] WOMENS_CLOTHES = {
        "female_casualsuit01", "female_casualsuit02", "female_elegantsuit01", "female_sportsuit01"
    };
    static final float[] WOMENS_CLOTHES_SHARES = {2, 2, 1, 1};

    private Wardrobe() {}
}
