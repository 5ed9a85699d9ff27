package org.balancehead.protocol.message;

/** The checkpoint that a session's views come from; the number stands in each view's header. */
public record ModelName(String name, String version, long number) {
    public ModelName {
        Range.check("number", number, 0, 0xffff_ffffL);
    }
}
