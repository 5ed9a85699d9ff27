package org.balancehead.model.checkpoint;

/** A name from a file as it may stand in a sentence: short, on one line. */
public final class Excerpt {
    private static final int MAX_CHARACTERS = 80;

    private Excerpt() {}

    /** The text's beginning, at most 80 characters; what cannot be printed is a question mark. */
    public static String of(String text) {
        int length = Math.min(text.length(), MAX_CHARACTERS);
        StringBuilder excerpt = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char letter = text.charAt(i);
            excerpt.append(isPrintable(letter) ? letter : '?');
        }
        return text.length() > length ? excerpt.append('…').toString() : excerpt.toString();
    }

    private static boolean isPrintable(char letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
