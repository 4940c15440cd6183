package com.relativity.sync.workspace;

import java.util.List;
import java.util.Map;

/**
 * Names that are added to multiple-object fields of the source items whose writing succeeded.
 *
 * @param objectTypeId of the items, in the source
 * @param names by source field id
 */
public record SourceTags(long workspaceId, long objectTypeId, Map<Long, List<String>> names) {}
