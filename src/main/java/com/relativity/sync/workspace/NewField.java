package com.relativity.sync.workspace;

/**
 * A field to be made that is not an identifier.
 *
 * @param overlayBehavior null for the default
 * @param length most characters of a fixed-length text; null for the default, and for every other type
 * @param associatedObjectTypeId of a field that holds objects; null for every other type
 */
public record NewField(
        String name, FieldType type, OverlayBehavior overlayBehavior, Integer length, Long associatedObjectTypeId) {}
