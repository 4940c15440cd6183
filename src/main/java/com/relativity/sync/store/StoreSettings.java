package com.relativity.sync.store;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.time.DurationMin;

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

    /** How long an import tries again to write a part while PostgreSQL or the file share is away. */
    @WithDefault("PT30S")
    Duration importPatience();

    /** Most pages of a document in an Opticon file. All pages of a document are held and written together. */
    @WithDefault("50000")
    @Min(1)
    int importPages();

    /** Items that one statement looks through for the name of an object that was renamed. */
    @WithDefault("5000")
    @Min(1)
    int renameItems();

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

    /**
     * How long a file must not have been stored again before it is set aside, when nothing refers to it, and how long it then stays readable
     * before it is removed.
     */
    @WithDefault("P1D")
    @DurationMin(hours = 1)
    Duration sweepAge();

    /** Items whose references one statement of the sweep reads. */
    @WithDefault("5000")
    @Min(1)
    int sweepItems();

    /** Files that one step of the sweep looks at. */
    @WithDefault("1000")
    @Min(1)
    int sweepFiles();

    /**
     * Memory that holds the references of a workspace during its sweep. With 16M, one file of 250 that could go stays for another sweep
     * where items refer to 10 million files; where they refer to more, more memory finds more.
     */
    @WithDefault("16M")
    MemorySize sweepMemory();
}
