package com.relativity.sync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.ItemWriter.Written;
import com.relativity.sync.store.files.ImportPathRefused;
import com.relativity.sync.store.loadfile.ConcordanceReader;
import com.relativity.sync.store.loadfile.LoadFileFormat;
import com.relativity.sync.store.loadfile.LoadFileUnreadable;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.ItemError;
import com.relativity.sync.workspace.NewField;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WriteMode;

/**
 * Imports load files.
 *
 * <ol>
 *   <li>Opens the file and works out what its columns are for; every fault of the request is found before anything is made.
 *   <li>Makes the object type and the fields that are missing, and the types of objects in new fields.
 *   <li>Takes the lines, some hundred a transaction, until the end. An import that breaks off keeps the parts it has written; the same
 *       import again overwrites them.
 * </ol>
 */
@ApplicationScoped
public class LoadFileImport {

    /** A text this long is not to be kept in a row, whatever the settings say. */
    private static final long MOST_INLINE = 16L * 1024 * 1024;

    private final Transactions transactions;
    private final ObjectTypes types;
    private final Fields fields;
    private final BatchRows rows;
    private final ItemWriter writer;
    private final SearchableTexts texts;
    private final StoreFiles files;
    private final PlacedFiles placed;
    private final StoreSettings settings;

    LoadFileImport(
            Transactions transactions,
            ObjectTypes types,
            Fields fields,
            BatchRows rows,
            ItemWriter writer,
            SearchableTexts texts,
            StoreFiles files,
            PlacedFiles placed,
            StoreSettings settings) {
        this.transactions = transactions;
        this.types = types;
        this.fields = fields;
        this.rows = rows;
        this.writer = writer;
        this.texts = texts;
        this.files = files;
        this.placed = placed;
        this.settings = settings;
    }

    /** Fails with {@link RulesViolated} naming every fault of {@code request}; a line that cannot be taken is no failure. */
    public Uni<ImportResult> run(Workspace workspace, ImportRequest request) {
        return files.onWorker(() -> open(request))
                .chain(file -> target(workspace, request, file.columns())
                        .chain(target -> take(workspace, file, target))
                        .onTermination()
                        .call(() -> files.onWorker(() -> {
                            file.reader().close();
                            return null;
                        })));
    }

    private record OpenFile(Path path, Charset encoding, ConcordanceReader reader, ImportColumns columns) {}

    private OpenFile open(ImportRequest request) throws IOException {
        List<Violation> faults = request.strayWithLoadFile();
        LoadFileFormat format = format(request, faults);
        Path path = path(request, faults);
        String name = request.isOfDocuments() ? null : Names.fault(request.objectType());
        if (name != null) {
            faults.add(new Violation("objectType", name));
        }
        if (!faults.isEmpty()) {
            throw new RulesViolated(faults);
        }
        try {
            ConcordanceReader reader = ConcordanceReader.open(path, format);
            try {
                Charset encoding = format.encoding() == null ? StandardCharsets.UTF_8 : format.encoding();
                return new OpenFile(path, encoding, reader, ImportColumns.of(request, reader.columns()));
            } catch (RuntimeException unfit) {
                reader.close();
                throw unfit;
            }
        } catch (LoadFileUnreadable unreadable) {
            throw new RulesViolated("loadFile", unreadable.getMessage());
        } catch (IOException unreadable) {
            throw new DependencyDown("The import directory", unreadable);
        }
    }

    private Path path(ImportRequest request, List<Violation> faults) {
        if (request.loadFile() == null || request.loadFile().isBlank()) {
            faults.add(new Violation("loadFile", "The path of a load file, or of an opticonFile, is required."));
            return null;
        }
        try {
            return files.imports().loadFile(request.loadFile());
        } catch (ImportPathRefused refused) {
            faults.add(new Violation("loadFile", refused.getMessage()));
            return null;
        }
    }

    private static LoadFileFormat format(ImportRequest request, List<Violation> faults) {
        Character delimiter = character(
                request.columnDelimiter(), LoadFileFormat.DEFAULT_COLUMN_DELIMITER, "columnDelimiter", faults);
        Character quote = "".equals(request.quote())
                ? null
                : character(request.quote(), LoadFileFormat.DEFAULT_QUOTE, "quote", faults);
        Charset encoding = charset(request.encoding(), faults);
        if (request.columns() != null && request.columns().contains(null)) {
            faults.add(new Violation("columns", "A column's name must not be null."));
        }
        if (!faults.isEmpty()) {
            return null;
        }
        try {
            boolean hasHeader = request.hasHeader() == null || request.hasHeader();
            return new LoadFileFormat(delimiter, quote, hasHeader, encoding, request.columns());
        } catch (IllegalArgumentException unfit) {
            String message = unfit.getMessage();
            faults.add(new Violation(message.substring(0, message.indexOf(' ')), message));
            return null;
        }
    }

    private static Character character(String text, char byDefault, String setting, List<Violation> faults) {
        if (text == null) {
            return byDefault;
        }
        if (text.length() != 1) {
            faults.add(new Violation(setting, setting + " must be one character."));
            return byDefault;
        }
        return text.charAt(0);
    }

    static Charset charset(String name, List<Violation> faults) {
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            faults.add(new Violation(
                    "encoding",
                    "The encoding is unknown; use UTF-8, UTF-16, Windows-1252 or another registered name."));
            return null;
        }
    }

    private Uni<ImportTarget> target(Workspace workspace, ImportRequest request, ImportColumns columns) {
        if (request.isOfDocuments()) {
            return target(workspace, workspace.documentTypeId(), workspace.rootFolderId(), columns);
        }
        return types.named(workspace.workspaceId(), request.objectType())
                .invoke(found -> {
                    if (found.isEmpty()) {
                        columns.missing(List.of(Fields.identifierOfNewType()));
                    }
                })
                .chain(() -> types.findOrCreate(workspace.workspaceId(), request.objectType()))
                .chain(type -> target(workspace, type.objectTypeId(), null, columns));
    }

    private Uni<ImportTarget> target(Workspace workspace, long objectTypeId, Long folderId, ImportColumns columns) {
        Uni<List<Field>> known = fields.of(workspace.workspaceId(), objectTypeId);
        return known.chain(existing -> associated(workspace, columns.missing(existing)))
                .chain(missing -> fields.createMissing(objectTypeId, missing))
                .chain(() -> known)
                // Another import may have made the same fields at the same time, with other types.
                .invoke(columns::missing)
                .map(all -> columns.target(objectTypeId, folderId, all));
    }

    /** A new field that holds objects holds those of the type that has its name. */
    private Uni<List<NewField>> associated(Workspace workspace, List<NewField> missing) {
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(field -> !field.type().isObject()
                        ? Uni.createFrom().item(field)
                        : types.findOrCreate(workspace.workspaceId(), field.name())
                                .map(type -> new NewField(
                                        field.name(),
                                        field.type(),
                                        field.overlayBehavior(),
                                        field.length(),
                                        type.objectTypeId())))
                .collect()
                .asList();
    }

    private Uni<ImportResult> take(Workspace workspace, OpenFile file, ImportTarget target) {
        ImportLines lines = new ImportLines(
                files,
                workspace.workspaceId(),
                file.path(),
                file.encoding(),
                (int) Math.min(settings.inlineText().asLongValue(), MOST_INLINE),
                file.reader(),
                target);
        ImportTally tally = new ImportTally(settings.importErrors());
        return importId()
                .chain(importId -> Multi.createBy()
                        .repeating()
                        .uni(() -> part(workspace, target, importId, lines, tally))
                        .whilst(more -> more)
                        .collect()
                        .last())
                .map(done -> tally.result(target.allFields()));
    }

    /** Below zero, as jobs have the numbers above. */
    private Uni<Long> importId() {
        return transactions
                .query("select -nextval('store_import_id')", Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Whether lines are left. */
    private Uni<Boolean> part(
            Workspace workspace, ImportTarget target, long importId, ImportLines lines, ImportTally tally) {
        return files.onWorker(() -> lines.next(settings.importLines()))
                .onFailure(UncheckedIOException.class)
                .transform(unreadable -> new DependencyDown("The import directory", unreadable))
                .chain(part -> write(workspace, target, importId, part).invoke(written -> tally.add(part, written)))
                .map(written -> lines.hasMore());
    }

    private Uni<Written> write(Workspace workspace, ImportTarget target, long importId, ImportLines.Part part) {
        if (part.items().isEmpty()) {
            return Uni.createFrom().item(new Written(0, 0, 0, 0, List.<ItemError>of()));
        }
        BatchWrite batch = new BatchWrite(
                part.items().size(),
                target.objectTypeId(),
                WriteMode.CREATE_OR_UPDATE,
                Set.of(),
                target.folderId(),
                target.folderColumn() != null,
                null,
                null,
                importId,
                part.items(),
                List.of());
        return rows.ofImport(workspace.workspaceId(), batch)
                .chain(made -> placed.look(made.references())
                        .call(() -> texts.add(made.texts))
                        .chain(look -> transactions.inOne(tx -> writer.write(tx, workspace.workspaceId(), batch, made)
                                .call(() -> placed.stillGood(tx, look)))));
    }
}
