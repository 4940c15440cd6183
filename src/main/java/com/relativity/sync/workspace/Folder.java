package com.relativity.sync.workspace;

/** @param parentFolderId null for the root folder */
public record Folder(long folderId, String name, Long parentFolderId) {}
