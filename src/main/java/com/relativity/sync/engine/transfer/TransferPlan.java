package com.relativity.sync.engine.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.relativity.sync.engine.tag.RunTags;
import com.relativity.sync.job.FolderBehavior;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.ImageChoice;
import com.relativity.sync.workspace.ItemSelection;
import com.relativity.sync.workspace.WriteMode;

/**
 * What is done with every item of a run, worked out once an attempt.
 *
 * @param objectTypeId of the items, in the destination
 * @param columns the mapped pairs of fields that the first pass writes, the identifier's the first of them
 * @param links the mapped pairs that the second pass writes: they name objects which the first pass may have to make
 * @param mergedFieldIds fields of the destination whose new values are added to the old ones
 * @param tags null where nothing is tagged
 */
public record TransferPlan(
        long objectTypeId,
        WriteMode mode,
        List<Column> columns,
        List<Column> links,
        Set<Long> mergedFieldIds,
        Placement placement,
        FileMode natives,
        Pages pages,
        RunTags tags) {

    /** Values of {@code source} go into {@code destination}. */
    public record Column(Field source, Field destination) {}

    /**
     * Where items go.
     *
     * @param folderId that paths start from; null for a type without folders
     * @param pathField field of the source that holds the path; null unless it is read from one
     */
    public record Placement(Long folderId, FolderBehavior behavior, Field pathField, boolean moveExisting) {

        static final Placement NOWHERE = new Placement(null, FolderBehavior.None, null, false);
    }

    /**
     * What is done with images.
     *
     * @param productionId that the pages go into; null: they are the documents' originals
     */
    public record Pages(FileMode mode, ImageChoice choice, Long productionId) {

        static final Pages NONE = new Pages(FileMode.NONE, null, null);
    }

    public enum FileMode {
        NONE,
        COPY,
        LINK
    }

    Column identifier() {
        return columns.get(0);
    }

    /** What the first pass reads of its items. */
    ItemSelection selection(List<Long> itemIds) {
        var fields = new ArrayList<Field>();
        Stream.concat(columns.stream(), links.stream()).map(Column::source).forEach(fields::add);
        if (placement.pathField() != null) {
            fields.add(placement.pathField());
        }
        return new ItemSelection(
                itemIds,
                fields.stream().map(Field::fieldId).distinct().toList(),
                natives != FileMode.NONE,
                pages.mode() == FileMode.NONE ? null : pages.choice());
    }

    /** What the second pass reads of its items. */
    ItemSelection linkSelection(List<Long> itemIds) {
        return new ItemSelection(
                itemIds, links.stream().map(link -> link.source().fieldId()).toList(), false, null);
    }
}
