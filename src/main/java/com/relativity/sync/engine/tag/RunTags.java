package com.relativity.sync.engine.tag;

import java.util.Map;

/**
 * The tags of a run.
 *
 * @param destination names that transferred documents get in the destination, by field id
 * @param sourceTypeId the object type Document of the source
 * @param source names that transferred documents get in the source, by field id
 * @param jobTag what the run is called in the destination
 * @param jobField the destination's field that names runs
 */
public record RunTags(
        Map<Long, String> destination, long sourceTypeId, Map<Long, String> source, String jobTag, long jobField) {}
