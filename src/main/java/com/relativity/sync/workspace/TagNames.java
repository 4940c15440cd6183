package com.relativity.sync.workspace;

/** What tags are called: names that fit into an identifier and into a list of several, whatever they are made of. */
public final class TagNames {

    private static final int LONGEST = 255;
    private static final String SEPARATOR = " - ";

    private TagNames() {}

    /** {@code instance - workspace name - id}; too long, the instance's name is shortened, then the workspace's. */
    public static String ofWorkspace(String instance, String name, long workspaceId) {
        String id = SEPARATOR + workspaceId;
        String end = SEPARATOR + safe(name) + id;
        int room = LONGEST - length(end);
        return room >= 0 ? start(safe(instance), room) + end : start(safe(name), LONGEST - length(id)) + id;
    }

    /** {@code job name - id of its history}; too long, the job's name is shortened. */
    public static String ofJob(String name, long jobHistoryId) {
        String id = SEPARATOR + jobHistoryId;
        return start(safe(name), LONGEST - length(id)) + id;
    }

    /** A semicolon separates the values of a field, and control characters are no part of a name. */
    private static String safe(String part) {
        return part.replace(';', ',').replaceAll("\\p{Cntrl}", " ");
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String start(String text, int characters) {
        return length(text) <= characters ? text : text.substring(0, text.offsetByCodePoints(0, characters));
    }
}
