package com.relativity.sync.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.relativity.sync.store.ImportResult.LineError;
import com.relativity.sync.store.files.ImportPathRefused;
import com.relativity.sync.store.loadfile.ConcordanceReader;
import com.relativity.sync.store.loadfile.LoadFileRow;
import com.relativity.sync.store.loadfile.ValueReader;
import com.relativity.sync.store.loadfile.ValueUnreadable;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.StoredFile;

/**
 * Makes items of the lines of a load file, a part of it at a time, their files stored in the share. A line that cannot be taken is an error
 * and leaves nothing but, possibly, a file that no item refers to. Blocks; for one thread at a time.
 */
final class ImportLines {

    /** Characters from which on a part ends early. */
    private static final long PART_CHARACTERS = 4 * 1024 * 1024;

    private final StoreFiles files;
    private final long workspaceId;
    private final Path loadFile;
    private final Charset encoding;
    private final int inlineText;
    private final ConcordanceReader reader;
    private final ImportTarget target;
    private final SeenIdentifiers seen = new SeenIdentifiers();

    /** @param encoding of text files without a byte order mark */
    ImportLines(
            StoreFiles files,
            long workspaceId,
            Path loadFile,
            Charset encoding,
            int inlineText,
            ConcordanceReader reader,
            ImportTarget target) {
        this.files = files;
        this.workspaceId = workspaceId;
        this.loadFile = loadFile;
        this.encoding = encoding;
        this.inlineText = inlineText;
        this.reader = reader;
        this.target = target;
    }

    /**
     * A part of the file.
     *
     * @param lineOf line of each item, by identifier
     */
    record Part(List<ItemWrite> items, Map<String, Long> lineOf, List<LineError> errors) {}

    boolean hasMore() {
        return reader.hasNext();
    }

    /** The next lines, at most {@code mostLines}. */
    Part next(int mostLines) throws IOException {
        Part part = new Part(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
        long characters = 0;
        for (int lines = 0; lines < mostLines && characters < PART_CHARACTERS && reader.hasNext(); lines++) {
            LoadFileRow row = reader.next();
            characters += row.values().stream().mapToLong(String::length).sum();
            take(row, part);
        }
        return part;
    }

    private void take(LoadFileRow row, Part part) throws IOException {
        String identifier =
                target.identifierColumn() < row.values().size() ? row.values().get(target.identifierColumn()) : null;
        try {
            if (!row.isGood()) {
                throw new LineRefused(row.fault());
            }
            part.items().add(item(row, identifier));
            part.lineOf().put(identifier, row.line());
        } catch (LineRefused refused) {
            part.errors().add(new LineError(row.line(), identifier, refused.getMessage()));
        }
    }

    private ItemWrite item(LoadFileRow row, String identifier) throws IOException, LineRefused {
        String fault = Names.identifierFault(identifier);
        if (fault != null) {
            throw new LineRefused(fault);
        }
        if (seen.contains(identifier)) {
            throw new LineRefused("The identifier '" + identifier
                    + "' stands in an earlier line of the file; only that line counts. Remove one of them.");
        }
        Map<Long, Object> values = new HashMap<>();
        values.put(target.identifierField().fieldId(), value(target.identifierField(), identifier));
        for (Map.Entry<Integer, Field> column : target.fields().entrySet()) {
            Field field = column.getValue();
            values.put(field.fieldId(), value(field, row.values().get(column.getKey())));
        }
        List<String> folder = folder(row);
        if (target.textColumn() != null) {
            values.put(target.textField().fieldId(), text(row.values().get(target.textColumn())));
        }
        ItemWrite item = new ItemWrite(null, identifier, values, folder, nativeFile(row), null);
        seen.add(identifier);
        return item;
    }

    private Object value(Field field, String text) throws IOException, LineRefused {
        try {
            Object value = ValueReader.read(field, text);
            return field.type() == FieldType.LongText && value instanceof String longText ? fitted(longText) : value;
        } catch (ValueUnreadable unreadable) {
            throw new LineRefused(unreadable.getMessage());
        }
    }

    private Object fitted(String text) throws IOException {
        // No character takes less than a byte or more than three for each of its chars.
        if (3L * text.length() <= inlineText) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= inlineText ? text : files.store(workspaceId, () -> new ByteArrayInputStream(bytes));
    }

    private List<String> folder(LoadFileRow row) throws LineRefused {
        if (target.folderColumn() == null) {
            return List.of();
        }
        List<String> path = Arrays.stream(
                        row.values().get(target.folderColumn()).split("\\\\"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        String fault = Names.folderFault(path);
        if (fault != null) {
            throw new LineRefused(fault);
        }
        return path;
    }

    private Object text(String path) throws IOException, LineRefused {
        if (path.isBlank()) {
            return null;
        }
        try (TextFile text = TextFile.open(besides(path, "Extracted text"), encoding)) {
            byte[] start = text.readNBytes(inlineText + 1);
            if (start.length <= inlineText) {
                return new String(start, StandardCharsets.UTF_8);
            }
            return files.store(workspaceId, () -> new SequenceInputStream(new ByteArrayInputStream(start), text));
        } catch (CharacterCodingException noText) {
            throw new LineRefused("Extracted text: the file '" + path + "' is no text in " + encoding
                    + "; convert it, name its encoding or give it a byte order mark.");
        } catch (IOException unreadable) {
            throw new LineRefused("Extracted text: the file '" + path + "' cannot be read; check its permissions.");
        }
    }

    private ItemWrite.FileWrite nativeFile(LoadFileRow row) throws LineRefused {
        String path = target.fileColumn() == null ? "" : row.values().get(target.fileColumn());
        if (path.isBlank()) {
            return null;
        }
        Path file = besides(path, "Native");
        try {
            StoredFile stored = files.store(workspaceId, () -> Files.newInputStream(file));
            return new ItemWrite.FileWrite(fileName(path), stored);
        } catch (IOException unreadable) {
            throw new LineRefused("Native: the file '" + path + "' cannot be read; check its permissions.");
        }
    }

    private Path besides(String path, String what) throws LineRefused {
        try {
            return files.imports().besides(loadFile, path);
        } catch (ImportPathRefused refused) {
            throw new LineRefused(what + ": " + refused.getMessage());
        }
    }

    /** As the load file spells it: links of the server play no part. */
    static String fileName(String path) {
        String stripped = path.strip();
        return stripped.substring(Math.max(stripped.lastIndexOf('/'), stripped.lastIndexOf('\\')) + 1);
    }

    /** Ends the work on one line. */
    private static final class LineRefused extends Exception {

        LineRefused(String message) {
            super(message, null, false, false);
        }
    }
}
