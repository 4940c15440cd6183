package com.relativity.sync.engine.transfer;

import com.relativity.sync.job.OverwriteMode;
import com.relativity.sync.job.OverwriteOptions;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.OverlayBehavior;
import com.relativity.sync.workspace.WriteMode;

/** What the overwrite options mean for a write. */
final class OverwriteDecision {

    private OverwriteDecision() {}

    static WriteMode mode(OverwriteMode mode) {
        return switch (mode) {
            case AppendOnly -> WriteMode.CREATE;
            case OverlayOnly -> WriteMode.UPDATE;
            case AppendOverlay -> WriteMode.CREATE_OR_UPDATE;
        };
    }

    /** Whether an update adds to the field's values; only fields with several values can merge, all others are replaced. */
    static boolean merges(OverwriteOptions options, Field destination) {
        if (!destination.type().isMultiple()) {
            return false;
        }
        return switch (options.fieldsOverlayBehavior()) {
            case MergeValues -> true;
            case ReplaceValues -> false;
            case UseFieldSettings -> destination.overlayBehavior() == OverlayBehavior.MergeValues;
        };
    }
}
