package com.relativity.sync.workspace;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file, wherever they lie. */
public interface FileContent {

    /** Opens the bytes from the start. Blocks: call it, and read from it, on a worker thread only. */
    InputStream open() throws IOException;
}
