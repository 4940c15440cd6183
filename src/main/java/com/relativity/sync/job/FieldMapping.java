package com.relativity.sync.job;

/** Which destination field takes the value of which source field. */
public record FieldMapping(FieldEntry sourceField, FieldEntry destinationField, FieldMapType fieldMapType) {

    /**
     * @param displayName the field's name as the user saw it; validation compares it with the name the field has now
     * @param fieldIdentifier the field's artifact id
     */
    public record FieldEntry(String displayName, Long fieldIdentifier, Boolean isIdentifier) {
        public FieldEntry {
            isIdentifier = isIdentifier != null && isIdentifier;
        }
    }
}
