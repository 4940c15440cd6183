package com.relativity.sync.validation;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "sync.validation")
public interface ValidationSettings {

    /** Productions that the precedence of an image job may name. */
    @WithDefault("100")
    @Min(1)
    int mostProductions();
}
