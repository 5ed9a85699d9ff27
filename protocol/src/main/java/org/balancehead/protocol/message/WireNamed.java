package org.balancehead.protocol.message;

import java.util.Optional;

/** A constant that has a name on the wire. */
public interface WireNamed {
    String wireName();

    /** The constant of that name, if there is one. */
    static <E extends Enum<E> & WireNamed> Optional<E> find(Class<E> type, String wireName) {
        for (E constant : type.getEnumConstants()) {
            if (constant.wireName().equals(wireName)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
