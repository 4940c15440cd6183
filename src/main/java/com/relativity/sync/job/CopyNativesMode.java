package com.relativity.sync.job;

public enum CopyNativesMode {
    DoNotImportNativeFiles,
    CopyFiles,
    SetFileLinks
}
