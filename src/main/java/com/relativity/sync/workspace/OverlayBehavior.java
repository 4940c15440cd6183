package com.relativity.sync.workspace;

/** What an update does to a field with several values. */
public enum OverlayBehavior {
    MergeValues,
    ReplaceValues
}
