package com.relativity.sync.workspace;

/**
 * A set of documents as they were handed out, page by page.
 *
 * @param readOnly whether it was closed: nothing is added to it any more but by the run that did
 */
public record Production(long productionId, String name, Status status, boolean readOnly) {

    public enum Status {
        New,
        Produced
    }
}
