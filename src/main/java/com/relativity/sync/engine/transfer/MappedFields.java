package com.relativity.sync.engine.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.relativity.sync.engine.tag.RunTags;
import com.relativity.sync.engine.transfer.TransferPlan.Column;
import com.relativity.sync.engine.transfer.TransferPlan.FileMode;
import com.relativity.sync.engine.transfer.TransferPlan.Pages;
import com.relativity.sync.engine.transfer.TransferPlan.Placement;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.job.SyncConfiguration;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.workspace.Field;

/** The fields that the two object types of a run have now, and the plan that a mapping makes of them. */
final class MappedFields {

    private final long destinationTypeId;
    private final Map<Long, Field> ofSource;
    private final Map<Long, Field> ofDestination;

    MappedFields(long destinationTypeId, List<Field> ofSource, List<Field> ofDestination) {
        this.destinationTypeId = destinationTypeId;
        this.ofSource = byId(ofSource);
        this.ofDestination = byId(ofDestination);
    }

    private static Map<Long, Field> byId(List<Field> fields) {
        return fields.stream().collect(Collectors.toMap(Field::fieldId, Function.identity()));
    }

    /** Fails with {@link RulesViolated} when it has gone. */
    Field source(long fieldId) {
        return Optional.ofNullable(ofSource.get(fieldId))
                .orElseThrow(() -> gone("folderStructure.folderPathSourceFieldId", "The field " + fieldId));
    }

    /** @param isLink which columns wait for the second pass */
    TransferPlan plan(
            SyncConfiguration configuration,
            Predicate<Column> isLink,
            Placement placement,
            FileMode natives,
            Pages pages,
            RunTags tags) {
        var columns = columns(configuration);
        var merged = new HashSet<Long>();
        columns.stream()
                .map(Column::destination)
                .filter(field -> OverwriteDecision.merges(configuration.overwriteOptions(), field))
                .forEach(field -> merged.add(field.fieldId()));
        if (tags != null) {
            merged.addAll(tags.destination().keySet());
        }
        return new TransferPlan(
                destinationTypeId,
                OverwriteDecision.mode(configuration.overwriteOptions().overwriteMode()),
                columns.stream().filter(isLink.negate()).toList(),
                columns.stream().filter(isLink).toList(),
                merged,
                placement,
                natives,
                pages,
                tags);
    }

    private List<Column> columns(SyncConfiguration configuration) {
        var columns = new ArrayList<Column>();
        for (FieldMapping mapping : configuration.fieldsMapping()) {
            columns.add(new Column(
                    field(ofSource, mapping.sourceField()), field(ofDestination, mapping.destinationField())));
        }
        columns.sort(Comparator.comparing(column -> !column.destination().isIdentifier()));
        return columns;
    }

    private static Field field(Map<Long, Field> fields, FieldMapping.FieldEntry entry) {
        return Optional.ofNullable(fields.get(entry.fieldIdentifier()))
                .orElseThrow(() -> gone(
                        "fieldsMapping", "The field '" + entry.displayName() + "' (" + entry.fieldIdentifier() + ")"));
    }

    private static RulesViolated gone(String path, String field) {
        return new RulesViolated(path, field + " is no longer available or was renamed.");
    }
}
