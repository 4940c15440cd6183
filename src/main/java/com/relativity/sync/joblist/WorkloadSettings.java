package com.relativity.sync.joblist;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.workload")
public interface WorkloadSettings {

    /** From how many jobs in the list which size is told, as {@code size=jobs} separated by commas; fewer than the first are {@code None}. */
    @WithDefault("One=1,S=2,M=4,L=8,XL=24,XXL=32")
    String thresholds();
}
