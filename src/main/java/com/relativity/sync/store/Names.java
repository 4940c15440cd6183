package com.relativity.sync.store;

import java.util.List;

/** What names may be. Each check answers with the fault in words for the user, or null where there is none. */
public final class Names {

    private static final int LONGEST = 255;

    private Names() {}

    /** Of workspaces, fields, object types, saved searches. */
    public static String fault(String name) {
        if (name == null || name.isBlank()) {
            return "A name is required and must not be blank.";
        }
        if (characters(name) > LONGEST) {
            return "A name has at most " + LONGEST + " characters; this one has " + characters(name) + ".";
        }
        return isUnprintable(name) ? "A name must not hold control characters or halves of characters." : null;
    }

    static String identifierFault(String identifier) {
        if (identifier == null || identifier.isBlank()) {
            return "The identifier is blank; give every item one.";
        }
        if (characters(identifier) > Fields.IDENTIFIER_LENGTH) {
            return "The identifier has " + characters(identifier) + " characters; at most " + Fields.IDENTIFIER_LENGTH
                    + " are possible.";
        }
        return isUnprintable(identifier) ? "The identifier holds a control character; remove it." : null;
    }

    /** @param path names of folders from the top */
    static String folderFault(List<String> path) {
        if (path.size() > Folders.DEEPEST) {
            return "The folder path leads " + path.size() + " folders down; at most " + Folders.DEEPEST
                    + " are possible.";
        }
        for (String name : path) {
            if (name.isBlank()) {
                return "The folder path holds a blank name.";
            }
            if (characters(name) > Folders.NAME_LENGTH) {
                return "The folder '" + name.substring(0, 40) + "…' has a name of " + characters(name)
                        + " characters; at most " + Folders.NAME_LENGTH + " are possible.";
            }
            if (name.indexOf('\\') >= 0 || isUnprintable(name)) {
                return "A folder's name holds a backslash or a control character; remove it.";
            }
        }
        return null;
    }

    private static int characters(String name) {
        return name.codePointCount(0, name.length());
    }

    private static boolean isUnprintable(String name) {
        return name.codePoints()
                .anyMatch(character ->
                        Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE);
    }
}
