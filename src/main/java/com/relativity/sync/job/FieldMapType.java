package com.relativity.sync.job;

public enum FieldMapType {
    None,
    Identifier
}
