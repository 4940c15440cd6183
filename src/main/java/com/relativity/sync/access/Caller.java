package com.relativity.sync.access;

/**
 * @param name as it is kept with what the caller did, such as a job's {@code submittedBy}
 * @param administrator whether the caller may do everything
 */
public record Caller(String name, boolean administrator) {

    /** Whoever calls while {@code sync.security} is {@code none}. */
    static final Caller ANONYMOUS = new Caller("anonymous", true);
}
