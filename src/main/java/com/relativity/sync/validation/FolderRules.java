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

    static void check(DocumentConfiguration configuration, WorkspaceFacts facts, List<Violation> faults) {
        destinationFolder(configuration.documentOptions(), facts, faults);
        if (configuration.folderStructure().behavior() == FolderBehavior.ReadFromField) {
            pathField(configuration, facts, faults);
        }
    }

    private static void destinationFolder(
            DocumentConfiguration.DocumentOptions options, WorkspaceFacts facts, List<Violation> faults) {
        if (options == null || facts.destination().isEmpty() || !Ids.possible(options.destinationFolderId())) {
            return;
        }
        if (facts.destinationFolder().isEmpty()) {
            faults.add(new Violation(
                    "documentOptions.destinationFolderId",
                    "there is no folder " + options.destinationFolderId() + " in workspace "
                            + facts.destination().get().workspaceId()));
        }
    }

    private static void pathField(DocumentConfiguration configuration, WorkspaceFacts facts, List<Violation> faults) {
        Long fieldId = configuration.folderStructure().folderPathSourceFieldId();
        if (!Ids.possible(fieldId)) {
            return;
        }
        if (facts.source().isPresent()) {
            var field = facts.sourceFields().stream()
                    .filter(f -> f.fieldId() == fieldId)
                    .findFirst();
            if (field.isEmpty()) {
                faults.add(new Violation(
                        PATH_FIELD,
                        "there is no document field " + fieldId + " in workspace "
                                + facts.source().get().workspaceId()));
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
