package com.relativity.sync.store;

/** A kind of items in a workspace, with fields of its own. */
public record ObjectType(long objectTypeId, String name) {}
