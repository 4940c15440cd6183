package com.relativity.sync.job;

public enum FolderBehavior {
    None,
    RetainSourceWorkspaceStructure,
    ReadFromField
}
