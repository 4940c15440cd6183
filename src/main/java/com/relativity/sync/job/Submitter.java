package com.relativity.sync.job;

import java.util.Set;

/**
 * Who submitted a job. Kept with the job: its run asks again what the submitter might do then.
 *
 * @param administrator whether the submitter may do everything
 * @param workspaces ids of those that the submitter may use; null: all
 */
public record Submitter(String name, boolean administrator, Set<Long> workspaces) {

    /** One who may use all workspaces. */
    public Submitter(String name, boolean administrator) {
        this(name, administrator, null);
    }

    public boolean mayUse(long workspaceId) {
        return administrator || workspaces == null || workspaces.contains(workspaceId);
    }
}
