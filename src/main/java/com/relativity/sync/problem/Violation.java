package com.relativity.sync.problem;

/** @param field path in the request's body, such as {@code fieldsMapping[2].sourceField}; empty where the fault is the body's as a whole */
public record Violation(String field, String message) {}
