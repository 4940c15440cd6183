package com.relativity.sync.job;

/** How an update treats fields with several values. */
public enum FieldsOverlayBehavior {
    UseFieldSettings,
    MergeValues,
    ReplaceValues
}
