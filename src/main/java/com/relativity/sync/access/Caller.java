package com.relativity.sync.access;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

import com.relativity.sync.problem.Forbidden;

/**
 * Who makes a request, and in which workspaces. What a role may do at all, each call says for itself ({@link Roles}); where, is decided here.
 *
 * @param name as it is kept with what the caller did, such as a job's {@code submittedBy}
 * @param roles those of {@link Roles} that the token names
 * @param workspaces ids of the workspaces that the token names; null: all
 * @param until when the token expires; null: never
 */
public record Caller(String name, Set<String> roles, Set<Long> workspaces, Instant until) {

    /** Whoever calls while {@code sync.security} is {@code none}. */
    static final Caller ANONYMOUS = new Caller("anonymous", Set.of(Roles.ADMIN), null, null);

    public Caller {
        var known = new HashSet<>(roles);
        known.retainAll(Roles.ALL);
        roles = Collections.unmodifiableSet(known);
        workspaces = workspaces == null ? null : Set.copyOf(workspaces);
    }

    /** Whether the caller may do everything. */
    public boolean administrator() {
        return roles.contains(Roles.ADMIN);
    }

    /** As whom the caller sees what is private to its owner; null: as one who sees all. */
    public String viewer() {
        return administrator() ? null : name;
    }

    boolean operates() {
        return administrator() || roles.contains(Roles.OPERATOR);
    }

    /** Ids of the workspaces whose contents and jobs the caller may see; null: all. */
    public Set<Long> visible() {
        if (operates()) {
            return null;
        }
        return roles.contains(Roles.READER) ? workspaces : submitsIn();
    }

    /** Ids of the workspaces that the caller's jobs may read and write; null: all. */
    public Set<Long> submitsIn() {
        if (administrator()) {
            return null;
        }
        return roles.contains(Roles.SUBMITTER) ? workspaces : Set.of();
    }

    public boolean sees(long workspaceId) {
        return holds(visible(), workspaceId);
    }

    /** Fails with {@link Forbidden}, whether there is such a workspace or not. */
    public void mustSee(long workspaceId) {
        if (!sees(workspaceId)) {
            throw notNamed(workspaceId);
        }
    }

    /** Fails with {@link Forbidden}, whether there is such a workspace or not. */
    public void mustSubmitIn(long workspaceId) {
        if (!holds(submitsIn(), workspaceId)) {
            throw notNamed(workspaceId);
        }
    }

    private static boolean holds(Set<Long> ids, long workspaceId) {
        return ids == null || ids.contains(workspaceId);
    }

    private static Forbidden notNamed(long workspaceId) {
        return new Forbidden("The token does not give you workspace " + workspaceId
                + "; its claim 'workspaces' must name it. Ask for the right to it.");
    }
}
