package com.relativity.sync.engine.transfer;

import java.util.Arrays;
import java.util.List;

import com.relativity.sync.engine.transfer.TransferPlan.Placement;
import com.relativity.sync.workspace.LongText;
import com.relativity.sync.workspace.SourceItem;

/** Names the folders that an item goes into, from below the destination folder. */
final class FolderPaths {

    private static final String SEPARATOR = "\\\\";
    private static final int LONGEST_NAME = 255;

    private FolderPaths() {}

    /** Fails with {@link ItemRefused} for a path that cannot be a folder's. */
    static List<String> of(Placement placement, SourceItem item) {
        return switch (placement.behavior()) {
            case None -> List.of();
            case RetainSourceWorkspaceStructure -> parts(item.folderPath());
            case ReadFromField -> read(placement, item);
        };
    }

    private static List<String> read(Placement placement, SourceItem item) {
        String field = "Field '" + placement.pathField().name() + "'";
        Object value = item.values().get(placement.pathField().fieldId());
        if (value instanceof LongText text) {
            throw new ItemRefused(field + ": a text of " + text.sizeBytes()
                    + " bytes is no folder path; shorten it in the source and retry the errors.");
        }
        List<String> path = value == null ? List.of() : parts(value.toString());
        for (String name : path) {
            int characters = name.codePointCount(0, name.length());
            if (characters > LONGEST_NAME) {
                throw new ItemRefused(field + ": the folder name " + Shown.shortened(name) + " in it has " + characters
                        + " characters, and a folder's name at most " + LONGEST_NAME
                        + "; shorten it in the source and retry the errors.");
            }
        }
        return path;
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split(SEPARATOR))
                .filter(part -> !part.isBlank())
                .toList();
    }
}
