package com.relativity.sync.workspace;

/** @param owner whose private search it is; null for a public one */
public record SavedSearch(long savedSearchId, String name, String owner) {}
