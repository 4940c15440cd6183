package com.relativity.sync.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.relativity.sync.store.ImportResult.LineError;
import com.relativity.sync.store.files.ImportPathRefused;
import com.relativity.sync.store.loadfile.OpticonDocument;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.ImageFormat;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.ItemWrite.PageWrite;
import com.relativity.sync.workspace.StoredFile;

/**
 * Makes items of the documents of an Opticon file, their pages stored in the share. A document that cannot be taken is an error and leaves
 * nothing but, possibly, files that no item refers to. Blocks.
 */
final class OpticonPages {

    private final StoreFiles files;
    private final long workspaceId;
    private final Path loadFile;
    private final Field identifierField;

    OpticonPages(StoreFiles files, long workspaceId, Path loadFile, Field identifierField) {
        this.files = files;
        this.workspaceId = workspaceId;
        this.loadFile = loadFile;
        this.identifierField = identifierField;
    }

    /**
     * What a document became.
     *
     * @param item null where there is an error
     * @param error null where there is an item
     */
    record Taken(OpticonDocument document, ItemWrite item, LineError error) {}

    /** Safe for several documents at once. */
    Taken take(OpticonDocument document) {
        try {
            return new Taken(document, item(document), null);
        } catch (PageRefused refused) {
            return new Taken(document, null, new LineError(refused.line, document.identifier(), refused.getMessage()));
        }
    }

    private ItemWrite item(OpticonDocument document) throws PageRefused {
        if (document.fault() != null) {
            throw new PageRefused(document.fault().line(), document.fault().message());
        }
        String fault = Names.identifierFault(document.identifier());
        if (fault != null) {
            throw new PageRefused(document.line(), fault);
        }
        List<PageWrite> pages = new ArrayList<>(document.pages().size());
        for (OpticonDocument.Page page : document.pages()) {
            pages.add(page(page));
        }
        return new ItemWrite(
                null,
                document.identifier(),
                Map.of(identifierField.fieldId(), document.identifier()),
                List.of(),
                null,
                pages);
    }

    private PageWrite page(OpticonDocument.Page page) throws PageRefused {
        String fault = Names.identifierFault(page.identifier());
        if (fault != null) {
            throw new PageRefused(page.line(), "Page id: " + fault);
        }
        try {
            Path file = files.imports().besides(loadFile, page.path());
            return new PageWrite(page.identifier(), ImportLines.fileName(page.path()), stored(file, page));
        } catch (ImportPathRefused refused) {
            throw new PageRefused(page.line(), "Page " + page.identifier() + ": " + refused.getMessage());
        } catch (IOException unreadable) {
            throw new PageRefused(
                    page.line(),
                    "Page " + page.identifier() + ": the file '" + page.path()
                            + "' cannot be read; check its permissions.");
        }
    }

    private StoredFile stored(Path file, OpticonDocument.Page page) throws IOException, PageRefused {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] start = bytes.readNBytes(ImageFormat.FIRST_BYTES);
            if (ImageFormat.of(start).isEmpty()) {
                throw new PageRefused(
                        page.line(),
                        "Page " + page.identifier() + ": the file '" + page.path()
                                + "' is no image by its content; convert it to TIFF, JPEG, PNG or PDF.");
            }
            return files.store(workspaceId, () -> new SequenceInputStream(new ByteArrayInputStream(start), bytes));
        }
    }

    /** Ends the work on one document. */
    private static final class PageRefused extends Exception {

        private static final long serialVersionUID = 1L;

        private final long line;

        PageRefused(long line, String message) {
            super(message, null, false, false);
            this.line = line;
        }
    }
}
