package com.relativity.sync.access;

import java.util.Set;

/** What a token's {@code groups} may name. Other groups mean nothing here. Each call names those that may make it. */
public final class Roles {

    /** Reads jobs and what they did, in its workspaces. */
    public static final String READER = "sync-reader";

    /** Reads like a reader; submits and cancels in its workspaces. */
    public static final String SUBMITTER = "sync-submitter";

    /** Reads and cancels in all workspaces; sees and mends what the service itself does. */
    public static final String OPERATOR = "sync-operator";

    /** Does everything. */
    public static final String ADMIN = "sync-admin";

    static final Set<String> ALL = Set.of(READER, SUBMITTER, OPERATOR, ADMIN);

    private Roles() {}
}
