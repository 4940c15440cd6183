package com.relativity.sync.store.files;

import java.nio.file.Path;

/**
 * The directory that load files, and the files they name, are read from. A path that a client sends is resolved inside of it or refused;
 * no spelling of a path and no link leads out.
 */
public final class ImportRoot {

    public ImportRoot(Path root) {
        throw new UnsupportedOperationException(root.toString());
    }

    /**
     * The existing regular file that {@code path}, relative to the root and with {@code /} or {@code \} between names, stands for; links
     * are resolved.
     */
    public Path loadFile(String path) throws ImportPathRefused {
        throw new UnsupportedOperationException(path);
    }

    /** The same for a path inside a load file, relative to the folder of that file; it may climb with {@code ..} up to the root. */
    public Path besides(Path loadFile, String path) throws ImportPathRefused {
        throw new UnsupportedOperationException(path);
    }
}
