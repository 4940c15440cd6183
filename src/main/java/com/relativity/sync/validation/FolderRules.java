package com.relativity.sync.validation;

import java.util.List;
import java.util.Objects;

import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.problem.Violation;

/** The destination folder exists, and a folder path is read from a text field that is used for nothing else. */
final class FolderRules {

    private static final String PATH_FIELD = "folderStructure.folderPathSourceFieldId";

    private FolderRules() {}

    /** @param field that names the folder */
    static void destinationFolder(String field, WorkspaceFacts facts, List<Violation> faults) {
        var destination = facts.destination();
        Long folderId = facts.named().folderId();
        if (destination.workspace().isPresent()
                && Ids.possible(folderId)
                && destination.folder().isEmpty()) {
            faults.add(new Violation(
                    field,
                    "there is no folder " + folderId + " in workspace "
                            + destination.workspace().get().workspaceId()));
        }
    }

    static void pathField(DocumentConfiguration configuration, WorkspaceFacts facts, List<Violation> faults) {
        Long fieldId = configuration.folderStructure().folderPathSourceFieldId();
        if (configuration.folderStructure().behavior() != FolderBehavior.ReadFromField || !Ids.possible(fieldId)) {
            return;
        }
        if (facts.source().workspace().isPresent()) {
            var field = facts.source().items().fields().stream()
                    .filter(f -> f.fieldId() == fieldId)
                    .findFirst();
            if (field.isEmpty()) {
                faults.add(new Violation(
                        PATH_FIELD,
                        "there is no document field " + fieldId + " in workspace "
                                + facts.source().workspace().get().workspaceId()));
            } else if (!field.get().type().isText()) {
                faults.add(new Violation(
                        PATH_FIELD,
                        "the field '" + field.get().name() + "' is of type "
                                + field.get().type() + "; a folder path is read from LongText or FixedLengthText"));
            }
        }
        List<FieldMapping> mappings = configuration.fieldsMapping() == null ? List.of() : configuration.fieldsMapping();
        for (int i = 0; i < mappings.size(); i++) {
            FieldMapping mapping = mappings.get(i);
            if (mapping != null
                    && mapping.sourceField() != null
                    && Objects.equals(mapping.sourceField().fieldIdentifier(), fieldId)) {
                faults.add(new Violation(
                        "fieldsMapping[" + i + "].sourceField",
                        "is the field that folder paths are read from; do not map it"));
            }
        }
    }
}
