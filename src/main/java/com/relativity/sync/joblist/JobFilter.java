package com.relativity.sync.joblist;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.relativity.sync.job.Flow;
import com.relativity.sync.job.JobStatus;

/**
 * Which jobs a list shows; a null, an empty list or an empty map filters nothing.
 *
 * @param statuses any of them
 * @param labels all of them
 * @param active true: only jobs in the list; false or null: also those that have ended
 * @param submittedAfter inclusive
 * @param submittedBefore exclusive
 */
public record JobFilter(
        Long workspaceId,
        Long destinationWorkspaceId,
        List<JobStatus> statuses,
        Flow flow,
        Boolean active,
        String correlationId,
        String submittedBy,
        List<Label> labels,
        Instant submittedAfter,
        Instant submittedBefore) {

    /** @param text key and value with a colon between them; both may hold colons, too */
    public record Label(String text) {

        /** Each way to part the text, one of which is meant. */
        List<Map.Entry<String, String>> readings() {
            return IntStream.range(1, text.length() - 1)
                    .filter(at -> text.charAt(at) == ':')
                    .mapToObj(at -> Map.entry(text.substring(0, at), text.substring(at + 1)))
                    .toList();
        }
    }
}
