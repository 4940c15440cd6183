package com.relativity.sync.simulation;

import java.util.List;

import com.relativity.sync.joblist.NewJob;

/** A job as its submitter knows it, with what must become of it. */
final class AskedJob {

    static final List<String> ADDRESSES = List.of("one@simulation.example", "two@simulation.example");

    final NewJob job;
    final int items;
    /** Items that the destination has already and that the job must not overwrite. */
    final int refused;

    Long jobId;
    int newAnswers;
    boolean cancelAsked;
    boolean cancelAccepted;
    boolean cancelRefused;

    AskedJob(NewJob job, int items, int refused) {
        this.job = job;
        this.items = items;
        this.refused = refused;
    }
}
