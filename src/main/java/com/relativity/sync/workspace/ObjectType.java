package com.relativity.sync.workspace;

/** What kind of things items are: documents, or other objects. */
public record ObjectType(long objectTypeId, String name) {}
