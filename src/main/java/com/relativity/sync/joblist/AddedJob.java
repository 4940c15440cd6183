package com.relativity.sync.joblist;

import com.relativity.sync.job.Job;

/** @param isNew false where the same submission came before: the job is the first one's */
public record AddedJob(Job job, boolean isNew) {}
