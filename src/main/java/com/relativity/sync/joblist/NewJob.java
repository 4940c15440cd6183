package com.relativity.sync.joblist;

import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration;

/** A job that passed every rule and may enter the list. */
public record NewJob(long workspaceId, SyncConfiguration configuration, Submitter submitter) {}
