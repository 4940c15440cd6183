package com.relativity.sync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.ImportResult.LineError;
import com.relativity.sync.store.ItemWriter.Written;
import com.relativity.sync.store.OpticonPages.Taken;
import com.relativity.sync.store.files.ImportPathRefused;
import com.relativity.sync.store.loadfile.LoadFileUnreadable;
import com.relativity.sync.store.loadfile.OpticonDocument;
import com.relativity.sync.store.loadfile.OpticonReader;
import com.relativity.sync.telemetry.LongWork;
import com.relativity.sync.telemetry.WatchSettings;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WriteMode;

/**
 * Imports Opticon image load files. Documents go in some at a time, until about as many pages are written in a transaction as lines of other
 * load files; a document is never cut. An import that breaks off keeps the parts it has written; the same import again overwrites them.
 */
@ApplicationScoped
public class OpticonImport {

    private static final Logger LOG = Logger.getLogger(OpticonImport.class);

    private final Transactions transactions;
    private final Fields fields;
    private final Productions productions;
    private final BatchRows rows;
    private final ItemWriter writer;
    private final StoreFiles files;
    private final PlacedFiles placed;
    private final StoreSettings settings;
    private final WatchSettings watch;

    OpticonImport(
            Transactions transactions,
            Fields fields,
            Productions productions,
            BatchRows rows,
            ItemWriter writer,
            StoreFiles files,
            PlacedFiles placed,
            StoreSettings settings,
            WatchSettings watch) {
        this.transactions = transactions;
        this.fields = fields;
        this.productions = productions;
        this.rows = rows;
        this.writer = writer;
        this.files = files;
        this.placed = placed;
        this.settings = settings;
        this.watch = watch;
    }

    /** Fails with {@link RulesViolated} naming every fault of {@code request}; a document that cannot be taken is no failure. */
    public Uni<ImportResult> run(Workspace workspace, ImportRequest request) {
        return productionFaults(workspace.workspaceId(), request.productionId())
                .chain(faults -> files.onWorker(() -> open(request, faults)))
                .chain(file -> identifier(workspace)
                        .chain(field -> take(workspace, request.productionId(), file, field))
                        .onTermination()
                        .call(() -> files.onWorker(() -> {
                            file.reader().close();
                            return null;
                        })));
    }

    private record OpenFile(Path path, OpticonReader reader) {}

    private Uni<List<Violation>> productionFaults(long workspaceId, Long productionId) {
        if (productionId == null) {
            return Uni.createFrom().item(List.of());
        }
        return productions.find(workspaceId, productionId).map(found -> {
            if (found.isEmpty()) {
                return List.of(new Violation(
                        "productionId",
                        "There is no production " + productionId + " in the workspace; choose one that exists."));
            }
            return found.get().readOnly()
                    ? List.of(new Violation("productionId", Productions.closed(productionId)))
                    : List.of();
        });
    }

    private OpenFile open(ImportRequest request, List<Violation> known) {
        List<Violation> faults = new ArrayList<>(known);
        faults.addAll(request.strayWithOpticon());
        Charset encoding = LoadFileImport.charset(request.encoding(), faults);
        Path path = path(request.opticonFile(), faults);
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
        try {
            return new OpenFile(path, OpticonReader.open(path, encoding, settings.importPages()));
        } catch (LoadFileUnreadable unreadable) {
            throw new RulesViolated("opticonFile", unreadable.getMessage());
        } catch (IOException unreadable) {
            throw new DependencyDown("The import directory", unreadable);
        }
    }

    private Path path(String opticonFile, List<Violation> faults) {
        try {
            return files.imports().loadFile(opticonFile);
        } catch (ImportPathRefused refused) {
            faults.add(new Violation("opticonFile", refused.getMessage()));
            return null;
        }
    }

    private Uni<Field> identifier(Workspace workspace) {
        return fields.of(workspace.workspaceId(), workspace.documentTypeId()).map(all -> all.get(0));
    }

    private Uni<ImportResult> take(Workspace workspace, Long productionId, OpenFile file, Field identifier) {
        OpticonPages pages = new OpticonPages(files, workspace.workspaceId(), file.path(), identifier);
        SeenIdentifiers seen = new SeenIdentifiers();
        ImportTally tally = new ImportTally(settings.importErrors());
        var work = LongWork.begun(LOG, watch.progress(), "Import into workspace " + workspace.workspaceId());
        return Multi.createBy()
                .repeating()
                .uni(() -> files.onWorker(() -> next(file.reader()))
                        .onFailure(UncheckedIOException.class)
                        .transform(unreadable -> new DependencyDown("The import directory", unreadable))
                        .chain(documents -> store(pages, documents, seen))
                        .chain(part -> PartRetry.patient(
                                        settings.importPatience(), () -> write(workspace, productionId, part))
                                .invoke(written -> tally.add(part, written)))
                        .invoke(written -> work.reached(tally.soFar()))
                        .map(written -> file.reader().hasNext()))
                .whilst(more -> more)
                .collect()
                .last()
                .invoke(done -> work.ended(tally.soFar()))
                .onFailure()
                .invoke(work::brokeOff)
                .onFailure(DependencyDown.class)
                .transform(down -> tally.brokenOff((DependencyDown) down))
                .map(done -> tally.result(List.of(identifier)));
    }

    /** The next documents, with no more pages than fit into a part but for the last one. Blocks. */
    private List<OpticonDocument> next(OpticonReader reader) {
        List<OpticonDocument> documents = new ArrayList<>();
        int lines = 0;
        while (lines < settings.importLines() && reader.hasNext()) {
            OpticonDocument document = reader.next();
            lines += Math.max(1, document.pages().size());
            documents.add(document);
        }
        return documents;
    }

    private static String repeated(OpticonDocument document) {
        return "The document '" + document.identifier()
                + "' begins in an earlier line of the file, too; only that one counts. Remove one of them.";
    }

    private Uni<ImportLines.Part> store(OpticonPages pages, List<OpticonDocument> documents, SeenIdentifiers seen) {
        return Multi.createFrom()
                .iterable(documents)
                .onItem()
                .transformToUni(document -> files.onWorker(() -> pages.take(document)))
                .merge(settings.fileThreads())
                .collect()
                .asList()
                .map(taken -> part(taken, seen));
    }

    /** A document that was refused leaves its identifier to one that comes later. */
    private static ImportLines.Part part(List<Taken> taken, SeenIdentifiers seen) {
        ImportLines.Part part = new ImportLines.Part(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
        taken.stream()
                .sorted(Comparator.comparingLong(one -> one.document().line()))
                .forEach(one -> {
                    if (one.error() != null) {
                        part.errors().add(one.error());
                    } else if (!seen.add(one.document().identifier())) {
                        part.errors()
                                .add(new LineError(
                                        one.document().line(), one.document().identifier(), repeated(one.document())));
                    } else {
                        part.items().add(one.item());
                        part.lineOf()
                                .put(one.document().identifier(), one.document().line());
                    }
                });
        return part;
    }

    private Uni<Written> write(Workspace workspace, Long productionId, ImportLines.Part part) {
        if (part.items().isEmpty()) {
            return Uni.createFrom().item(new Written(0, 0, 0, 0, List.of()));
        }
        BatchWrite batch = new BatchWrite(
                part.items().size(),
                workspace.documentTypeId(),
                WriteMode.CREATE_OR_UPDATE,
                Set.of(),
                workspace.rootFolderId(),
                false,
                productionId,
                null,
                part.items(),
                List.of());
        return rows.of(workspace.workspaceId(), batch)
                .chain(made -> placed.look(made.references())
                        .chain(look -> transactions.inOne(tx -> (productionId == null
                                        ? Uni.createFrom().voidItem()
                                        : productions.produce(tx, workspace.workspaceId(), productionId))
                                .chain(() -> writer.write(tx, workspace.workspaceId(), batch, made))
                                .call(() -> placed.stillGood(tx, look)))));
    }
}
