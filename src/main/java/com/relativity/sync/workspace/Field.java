package com.relativity.sync.workspace;

/**
 * @param length most characters of a fixed-length text; null for every other type
 * @param associatedObjectTypeId the type that objects in this field have; null where it holds none
 */
public record Field(
        long fieldId,
        long objectTypeId,
        String name,
        FieldType type,
        boolean isIdentifier,
        OverlayBehavior overlayBehavior,
        Integer length,
        Long associatedObjectTypeId) {}
