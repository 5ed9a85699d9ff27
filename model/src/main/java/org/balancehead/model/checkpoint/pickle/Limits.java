package org.balancehead.model.checkpoint.pickle;

/** What a snapshot may have; files of the reference projects stay well below. */
final class Limits {
    /** After unpacking. A snapshot of PanoHead has about 0.6 GB. */
    static final long FILE_BYTES = Integer.MAX_VALUE;

    /** Instructions of a snapshot; those of small networks of the published architectures take about 40,000. */
    static final int STEPS = 1 << 19;

    /** Instructions that describe one tensor's storage; about 40 are needed. */
    static final int STORAGE_STEPS = 256;

    static final int STACK_VALUES = 1 << 14;

    /** Values inside values, and containers that are open at once. */
    static final int DEPTH = 64;

    /** Values of all networks where each reference counts anew: a small file can refer to a list a billion times. */
    static final int UNFOLDED_VALUES = 1 << 17;

    /** A longer text counts as several values. */
    static final int LETTERS_OF_A_VALUE = 64;

    static final int TEXT_BYTES = 1 << 16;
    static final int ALL_TEXT_BYTES = 1 << 24;
    static final int MODULE_SOURCE_BYTES = 1 << 20;

    /** Letters of a key, and of a global's module or name. */
    static final int NAME_LETTERS = 128;

    /** Of a dict or set. */
    static final int ENTRIES = 1 << 10;

    /** Letters of a tensor's name with those of the modules around it. */
    static final int PATH_LETTERS = 256;

    static final int RANK = 8;

    /** Numbers from a tensor's first to its last in the storage: 1 GiB of floats. */
    static final int ELEMENTS = 1 << 28;

    private Limits() {}
}
