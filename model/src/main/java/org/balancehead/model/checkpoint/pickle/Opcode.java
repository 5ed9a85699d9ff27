package org.balancehead.model.checkpoint.pickle;

import org.jspecify.annotations.Nullable;

/** The instructions of Python's pickle that the stack machine knows. */
enum Opcode {
    PROTO(0x80),
    FRAME(0x95),
    STOP('.'),
    MARK('('),
    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    LONG1(0x8a),
    BINFLOAT('G'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE('X'),
    SHORT_BINBYTES('C'),
    BINBYTES('B'),
    EMPTY_TUPLE(')'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    TUPLE('t'),
    EMPTY_LIST(']'),
    APPEND('a'),
    APPENDS('e'),
    EMPTY_SET(0x8f),
    ADDITEMS(0x90),
    EMPTY_DICT('}'),
    SETITEM('s'),
    SETITEMS('u'),
    MEMOIZE(0x94),
    BINPUT('q'),
    LONG_BINPUT('r'),
    BINGET('h'),
    LONG_BINGET('j'),
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    REDUCE('R'),
    NEWOBJ(0x81),
    BUILD('b'),
    BINPERSID('Q');

    private static final @Nullable Opcode[] BY_CODE = new @Nullable Opcode[256];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The instruction of a code from 0 to 255, or null. */
    static @Nullable Opcode of(int code) {
        return BY_CODE[code];
    }
}
