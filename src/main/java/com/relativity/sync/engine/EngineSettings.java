package com.relativity.sync.engine;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.engine")
public interface EngineSettings {

    /** Items of a batch, the checkpoint: what a crash, a cancel or a drain may undo. More costs memory, fewer costs round trips. */
    @WithDefault("1000")
    @Min(1)
    int batchSize();

    /**
     * Documents of a batch of images, where that is less than {@link #batchSize}. A batch holds about 0.5 kB of memory for each of its pages:
     * fewer where documents have thousands.
     */
    @WithDefault("200")
    @Min(1)
    int imageBatchSize();

    /** Files of a batch that are copied at once. */
    @WithDefault("4")
    @Min(1)
    int fileCopies();
}
