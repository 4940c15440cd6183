package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Documents of six fields without natives, copied by a service with 256 MiB of heap, beside one {@code insert … select} of the same rows in
 * the same table.
 */
record CopyRate(int rounds) implements Measurement {

    private static final int DOCUMENTS = 20_000;

    @Override
    public void take(Report report) throws Exception {
        report.title("Copy of " + DOCUMENTS + " documents");
        try (var site = Site.open()) {
            Path collections = site.home().resolve("gc.log");
            try (var services = site.start(Layout.ONE_PROCESS, List.of("-Xlog:gc*:file=" + collections))) {
                var source = Source.of(site, services.rest(), DOCUMENTS);
                for (int round = 1; round <= rounds; round++) {
                    double job = copy(source);
                    double limit = insertSelect(site, source);
                    report.say(
                            "round %d: a job %.0f documents a second, one insert … select %.0f; ratio %.2f",
                            round, job, limit, job / limit);
                }
            }
            report.say("heap after collections: %s", Heap.after(collections));
        }
    }

    private static double copy(Source source) throws IOException, InterruptedException {
        var parameters = source.toNewWorkspace();
        long start = System.nanoTime();
        JsonNode job = source.jobs().ended(source.submit(parameters));
        double rate = rate(start);
        if (!job.get("status").asText().equals("Completed")
                || job.get("progress").get("transferred").asInt() != DOCUMENTS) {
            throw new IOException("The job did not copy everything: " + job);
        }
        return rate;
    }

    private static double insertSelect(Site site, Source source)
            throws IOException, InterruptedException, SQLException {
        long destination = source.jobs().workspace("Reference");
        try (var connection = site.connect();
                var statement = connection.prepareStatement("""
                        insert into store_item (workspace_id, object_type_id, identifier, folder_id, fields)
                        select t.workspace_id, t.object_type_id, i.identifier,
                               (select folder_id from store_folder f
                                 where f.workspace_id = t.workspace_id and f.parent_folder_id is null), i.fields
                          from store_item i, store_object_type t
                         where i.workspace_id = ? and t.workspace_id = ? and t.name = 'Document' order by i.item_id
                        """)) {
            statement.setLong(1, source.workspaceId());
            statement.setLong(2, destination);
            long start = System.nanoTime();
            int rows = statement.executeUpdate();
            if (rows != DOCUMENTS) {
                throw new IOException("The reference copied " + rows + " rows");
            }
            return rate(start);
        }
    }

    private static double rate(long startNanos) {
        return DOCUMENTS / (Spans.millisSince(startNanos) / 1000);
    }
}
