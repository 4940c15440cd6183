package com.relativity.sync.job;

/** What happens to an item by whether its identifier exists in the destination. */
public enum OverwriteMode {
    AppendOnly,
    OverlayOnly,
    AppendOverlay
}
