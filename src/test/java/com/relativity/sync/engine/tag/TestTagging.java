package com.relativity.sync.engine.tag;

import com.relativity.sync.workspace.WorkspaceGateways;

/** Tagging as the container makes it, for an instance of a given name. */
public final class TestTagging {

    private TestTagging() {}

    public static Tagging of(WorkspaceGateways gateways, String instance) {
        return new Tagging(gateways, new TagFields(gateways), () -> instance);
    }
}
