package com.relativity.sync.store;

import java.nio.file.Path;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the embedded workspace store. */
@ConfigMapping(prefix = "sync.workspaces")
public interface StoreSettings {

    /** Directory of the file share; all processes of the service must see the same one. */
    @WithDefault("data/files")
    Path files();

    /** Directory that load files, and the files they name, are read from. */
    @WithDefault("data/imports")
    Path imports();

    /** Longest UTF-8 form of a long text that is kept in its row; longer ones lie in the file share. A batch holds this much a text. */
    @WithDefault("16K")
    MemorySize inlineText();

    /** Lines of a load file that are written in one transaction. */
    @WithDefault("500")
    @Min(1)
    int importLines();

    /** Most errors that the answer to an import lists; the others are only counted. */
    @WithDefault("10000")
    @Min(0)
    int importErrors();

    /** Bytes of values from which on a page of a list ends early. One item is always shown, whatever its size. */
    @WithDefault("8M")
    MemorySize listBytes();

    /** Files that are read or written at the same time. */
    @WithDefault("8")
    @Min(1)
    int fileThreads();
}
