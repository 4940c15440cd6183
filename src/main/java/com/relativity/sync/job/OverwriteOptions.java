package com.relativity.sync.job;

public record OverwriteOptions(OverwriteMode overwriteMode, FieldsOverlayBehavior fieldsOverlayBehavior) {

    public static final OverwriteOptions DEFAULT =
            new OverwriteOptions(OverwriteMode.AppendOnly, FieldsOverlayBehavior.UseFieldSettings);

    public OverwriteOptions {
        overwriteMode = overwriteMode == null ? OverwriteMode.AppendOnly : overwriteMode;
        fieldsOverlayBehavior =
                fieldsOverlayBehavior == null ? FieldsOverlayBehavior.UseFieldSettings : fieldsOverlayBehavior;
    }
}
