package com.relativity.sync.engine.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.transfer.TransferPlan.Column;
import com.relativity.sync.engine.transfer.TransferPlan.FileMode;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.ItemWrite.FileWrite;
import com.relativity.sync.workspace.ItemWrite.PageWrite;
import com.relativity.sync.workspace.LongText;
import com.relativity.sync.workspace.SourceFile;
import com.relativity.sync.workspace.SourceItem;

/**
 * Makes of an item of the source what is written: first all that is decided without files, then the files, one after the other. Fails with
 * {@link ItemRefused} where the item cannot be taken.
 */
@ApplicationScoped
class ItemPreparation {

    private final FileTransfers files;

    ItemPreparation(FileTransfers files) {
        this.files = files;
    }

    /** For the first pass. */
    Uni<ItemWrite> prepare(Run run, TransferPlan plan, SourceItem item) {
        long destinationId = run.job().destinationWorkspaceId();
        Map<Long, Object> values;
        List<String> path;
        try {
            values = sanitized(plan.columns(), item);
            // A link that cannot be taken refuses its item now: the second pass comes too late for that.
            sanitized(plan.links(), item);
            path = FolderPaths.of(plan.placement(), item);
        } catch (ItemRefused refused) {
            return Uni.createFrom().failure(refused);
        }
        tag(plan, values);
        if (plan.natives() == FileMode.NONE && plan.pages().mode() == FileMode.NONE && !holdsLongText(values)) {
            return Uni.createFrom().item(write(item, values, path, null, null));
        }
        return texts(destinationId, plan, values)
                .chain(() -> nativeFile(destinationId, plan, item))
                .flatMap(nativeFile ->
                        pages(run, plan, item).map(pages -> write(item, values, path, nativeFile, pages)));
    }

    /** For the second pass. */
    static ItemWrite links(TransferPlan plan, SourceItem item) {
        var values = sanitized(plan.links(), item);
        values.put(plan.identifier().destination().fieldId(), item.identifier());
        return write(item, values, List.of(), null, null);
    }

    private static Map<Long, Object> sanitized(List<Column> columns, SourceItem item) {
        var values = new HashMap<Long, Object>();
        for (Column column : columns) {
            Object value = item.values().get(column.source().fieldId());
            values.put(column.destination().fieldId(), Sanitizer.sanitize(column, value));
        }
        return values;
    }

    /** Names that the mapping puts into a tag's field stay beside the tag. */
    private static void tag(TransferPlan plan, Map<Long, Object> values) {
        if (plan.tags() == null) {
            return;
        }
        plan.tags().destination().forEach((fieldId, tag) -> {
            var names = new LinkedHashSet<Object>();
            if (values.get(fieldId) instanceof List<?> mapped) {
                names.addAll(mapped);
            }
            names.add(tag);
            values.put(fieldId, List.copyOf(names));
        });
    }

    private static boolean holdsLongText(Map<Long, Object> values) {
        return values.values().stream().anyMatch(LongText.class::isInstance);
    }

    /** Puts the copy of each text in the place of the text. */
    private Uni<Void> texts(long destinationId, TransferPlan plan, Map<Long, Object> values) {
        var ofTexts = plan.columns().stream()
                .map(Column::destination)
                .filter(field -> values.get(field.fieldId()) instanceof LongText)
                .toList();
        return Multi.createFrom()
                .iterable(ofTexts)
                .onItem()
                .transformToUniAndConcatenate(
                        field -> files.text(destinationId, field.name(), (LongText) values.get(field.fieldId()))
                                .invoke(stored -> values.put(field.fieldId(), stored)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<FileWrite> nativeFile(long destinationId, TransferPlan plan, SourceItem item) {
        if (plan.natives() == FileMode.NONE || item.natives().isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        if (item.natives().size() > 1) {
            String names = item.natives().stream().map(SourceFile::fileName).collect(Collectors.joining("', '"));
            return Uni.createFrom()
                    .failure(new ItemRefused("The document has more than one native ('" + names
                            + "'), and the destination takes one; keep one in the source and retry the errors."));
        }
        var file = item.natives().get(0);
        return files.nativeFile(destinationId, plan.natives(), file)
                .map(stored -> new FileWrite(file.fileName(), stored));
    }

    private Uni<List<PageWrite>> pages(Run run, TransferPlan plan, SourceItem item) {
        if (plan.pages().mode() == FileMode.NONE) {
            return Uni.createFrom().nullItem();
        }
        if (item.images().isEmpty()) {
            return Uni.createFrom()
                    .failure(new ItemRefused("The document lost its images after the job had begun; there is nothing to"
                            + " transfer."));
        }
        long destinationId = run.job().destinationWorkspaceId();
        var names = PageNames.of(item.identifier(), item.images().size());
        return Multi.createFrom()
                .iterable(IntStream.range(0, names.size()).boxed().toList())
                .select()
                // The batch of a run that leaves is given up, so what is missing is never written.
                .where(at -> !run.control().leaveRequested())
                .onItem()
                .transformToUniAndConcatenate(at -> {
                    var file = item.images().get(at);
                    return files.page(destinationId, plan.pages().mode(), at + 1, file)
                            .map(stored -> new PageWrite(names.get(at), file.fileName(), stored));
                })
                .collect()
                .in(ArrayList<PageWrite>::new, List::add)
                .map(pages -> pages);
    }

    private static ItemWrite write(
            SourceItem item, Map<Long, Object> values, List<String> path, FileWrite nativeFile, List<PageWrite> pages) {
        return new ItemWrite(item.itemId(), item.identifier(), values, path, nativeFile, pages);
    }
}
