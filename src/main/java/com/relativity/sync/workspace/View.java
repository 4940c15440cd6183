package com.relativity.sync.workspace;

/** A list of objects of one type, all of them or those that keep a condition. */
public record View(long viewId, String name, long objectTypeId) {}
