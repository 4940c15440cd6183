package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.relativity.sync.workspace.Field;

/**
 * Where the columns of a load file go.
 *
 * @param folderId root of the folder paths; null for a type without folders
 * @param fields by column, in order
 * @param fileColumn null where there is none, as for the other special columns
 */
record ImportTarget(
        long objectTypeId,
        Long folderId,
        int identifierColumn,
        Field identifierField,
        Map<Integer, Field> fields,
        Integer fileColumn,
        Integer textColumn,
        Field textField,
        Integer folderColumn) {

    List<Field> allFields() {
        List<Field> all = new ArrayList<>();
        all.add(identifierField);
        all.addAll(fields.values());
        if (textField != null) {
            all.add(textField);
        }
        return all;
    }
}
