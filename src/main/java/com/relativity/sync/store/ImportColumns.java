package com.relativity.sync.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.OverlayBehavior;

/** What each column of a load file is for: the identifier, a native, a text, a folder path, or the values of a field. */
final class ImportColumns {

    static final String TEXT_FIELD = "Extracted Text";

    private static final String DEFAULT_FILE_COLUMN = "FILE_PATH";
    private static final String DEFAULT_TEXT_COLUMN = "Extracted Text";
    private static final String DEFAULT_FOLDER_COLUMN = "Folder Path";
    private static final int NONE = -1;

    private final ImportRequest request;
    private final List<String> columns;
    private final List<Violation> faults = new ArrayList<>();
    private final int identifier;
    private final int file;
    private final int text;
    private final int folder;
    private final Map<String, Integer> fieldColumns = new LinkedHashMap<>();

    private ImportColumns(ImportRequest request, List<String> columns) {
        this.request = request;
        this.columns = columns;
        this.identifier =
                request.identifierColumn() == null ? 0 : indexOf(request.identifierColumn(), "identifierColumn");
        this.file = special(request.fileColumn(), DEFAULT_FILE_COLUMN, "fileColumn");
        this.text = special(request.extractedTextColumn(), DEFAULT_TEXT_COLUMN, "extractedTextColumn");
        this.folder = special(request.folderPathColumn(), DEFAULT_FOLDER_COLUMN, "folderPathColumn");
        findFields();
        checkRoles();
        checkTypes();
    }

    /** Fails with {@link RulesViolated} naming everything that does not fit together. */
    static ImportColumns of(ImportRequest request, List<String> columns) {
        ImportColumns roles = new ImportColumns(request, columns);
        if (!roles.faults.isEmpty()) {
            throw new RulesViolated(roles.faults);
        }
        return roles;
    }

    private int indexOf(String column, String setting) {
        int index = columns.indexOf(column);
        if (index == NONE) {
            faults.add(new Violation(setting, "The load file has no column '" + column + "'."));
        }
        return index;
    }

    private int special(String asked, String byDefault, String setting) {
        if (asked == null) {
            int index = request.isOfDocuments() ? columns.indexOf(byDefault) : NONE;
            return index == identifier ? NONE : index;
        }
        if (!request.isOfDocuments()) {
            faults.add(new Violation(setting, "Only documents have a " + setting + "; leave it out."));
            return NONE;
        }
        return indexOf(asked, setting);
    }

    private void findFields() {
        for (int column = 0; column < columns.size(); column++) {
            if (column != identifier && column != file && column != text && column != folder) {
                fieldColumns.put(columns.get(column), column);
                String fault = Names.fault(columns.get(column));
                if (fault != null) {
                    faults.add(new Violation(
                            request.columns() == null ? "loadFile" : "columns[" + column + "]",
                            "Column " + (column + 1) + " cannot name a field: " + fault));
                }
            }
        }
    }

    private void checkRoles() {
        Map<Integer, String> roles = new HashMap<>();
        role(roles, identifier, "identifierColumn");
        role(roles, file, "fileColumn");
        role(roles, text, "extractedTextColumn");
        role(roles, folder, "folderPathColumn");
    }

    private void role(Map<Integer, String> roles, int column, String setting) {
        String earlier = column == NONE ? null : roles.put(column, setting);
        if (earlier != null) {
            faults.add(new Violation(
                    setting,
                    "The column '" + columns.get(column) + "' is the " + earlier + " already; name another one."));
        }
    }

    private void checkTypes() {
        types().forEach((column, type) -> {
            int index = columns.indexOf(column);
            String at = "fieldTypes." + column;
            if (index == NONE) {
                faults.add(new Violation(at, "The load file has no column '" + column + "'."));
            } else if (type == null) {
                faults.add(new Violation(at, "A type is required; leave the column out where LongText will do."));
            } else if (index == identifier && type != FieldType.FixedLengthText) {
                faults.add(
                        new Violation(at, "The column '" + column + "' is the identifier, which is FixedLengthText."));
            } else if (index == text && type != FieldType.LongText) {
                faults.add(new Violation(at, "The column '" + column + "' holds extracted text, which is LongText."));
            } else if (index == file || index == folder) {
                faults.add(new Violation(
                        at, "The column '" + column + "' holds paths and goes into no field; leave it out."));
            }
        });
    }

    private Map<String, FieldType> types() {
        return request.fieldTypes() == null ? Map.of() : request.fieldTypes();
    }

    /** Name of the field that extracted text goes into; the column's own where an ordinary column has the usual one. */
    private String textField() {
        return fieldColumns.containsKey(TEXT_FIELD) ? columns.get(text) : TEXT_FIELD;
    }

    /**
     * The fields to be made beside {@code existing}. Fails with {@link RulesViolated} where an existing field is not what the request says
     * or what the column needs.
     */
    List<NewField> missing(List<Field> existing) {
        Map<String, Field> byName = byName(existing);
        List<Violation> unfit = new ArrayList<>();
        List<NewField> missing = new ArrayList<>();
        fieldColumns.keySet().forEach(name -> {
            Field field = byName.get(name);
            FieldType asked = types().get(name);
            if (field == null) {
                missing.add(newField(name, asked == null ? FieldType.LongText : asked));
            } else if (field.isIdentifier()) {
                unfit.add(new Violation(
                        "identifierColumn",
                        "The column '" + name + "' has the name of the identifier field, but '"
                                + columns.get(identifier) + "' identifies; rename one of them."));
            } else if (asked != null && asked != field.type()) {
                unfit.add(new Violation(
                        "fieldTypes." + name,
                        "The field '" + name + "' exists with the type " + field.type()
                                + "; leave it out or name that."));
            }
        });
        if (text != NONE) {
            Field field = byName.get(textField());
            if (field == null) {
                missing.add(newField(textField(), FieldType.LongText));
            } else if (field.type() != FieldType.LongText) {
                unfit.add(new Violation(
                        "extractedTextColumn",
                        "Extracted text cannot go into the field '" + textField() + "' of the type " + field.type()
                                + "."));
            }
        }
        if (!unfit.isEmpty()) {
            throw new RulesViolated(unfit);
        }
        return missing;
    }

    private static NewField newField(String name, FieldType type) {
        Integer length = type == FieldType.FixedLengthText ? Fields.DEFAULT_LENGTH : null;
        return new NewField(name, type, OverlayBehavior.ReplaceValues, length, null);
    }

    /** The columns with the fields they go into, all of which exist in {@code fields}. */
    ImportTarget target(long objectTypeId, Long folderId, List<Field> fields) {
        Map<String, Field> byName = byName(fields);
        Map<Integer, Field> byColumn = new LinkedHashMap<>();
        fieldColumns.forEach((name, column) -> byColumn.put(column, byName.get(name)));
        Field identifierField =
                fields.stream().filter(Field::isIdentifier).findFirst().orElseThrow();
        return new ImportTarget(
                objectTypeId,
                folderId,
                identifier,
                identifierField,
                byColumn,
                optional(file),
                optional(text),
                text == NONE ? null : Objects.requireNonNull(byName.get(textField())),
                optional(folder));
    }

    private static Integer optional(int column) {
        return column == NONE ? null : column;
    }

    private static Map<String, Field> byName(List<Field> fields) {
        return fields.stream().collect(Collectors.toMap(Field::name, Function.identity()));
    }
}
