package com.relativity.sync.store.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import com.relativity.sync.workspace.FileContent;
import com.relativity.sync.workspace.StoredFile;

/**
 * The files of all workspaces, each under a name made of its content: {@code <workspaceId>/<ab>/<cd>/<sha256>}. A file under such a name
 * is whole and durable, whatever crashed while it was written.
 */
public final class FileShare {

    public FileShare(Path root) {
        throw new UnsupportedOperationException(root.toString());
    }

    /**
     * Copies {@code bytes} to the end and answers when they are durable. Content that is there already is kept, and replaced only where
     * it is damaged. Any number of threads and processes may store at once, also the same content. Does not close {@code bytes}.
     */
    public StoredFile store(long workspaceId, InputStream bytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Where the file of a {@link StoredFile#reference} lies, whether it exists or not.
     *
     * @throws IllegalArgumentException for anything that is no reference
     */
    public Path path(String reference) {
        throw new UnsupportedOperationException(reference);
    }

    /**
     * The bytes of a reference; opening a file that is gone fails with {@link java.nio.file.NoSuchFileException} naming the reference.
     *
     * @throws IllegalArgumentException for anything that is no reference
     */
    public FileContent content(String reference) {
        throw new UnsupportedOperationException(reference);
    }
}
