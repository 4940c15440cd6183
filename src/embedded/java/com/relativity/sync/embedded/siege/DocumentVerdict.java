package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the documents of destinations, and the files that they name, with those of the sources. */
final class DocumentVerdict {

    private static final String DOCUMENTS = """
            select i.identifier, i.native_sha256, i.native_reference,
                   i.fields ->> (select field_id::text from store_field f
                                  where f.object_type_id = t.object_type_id and f.name = 'Note') as note,
                   i.fields ->> (select field_id::text from store_field f
                                  where f.object_type_id = t.object_type_id and f.name = 'Sender') as sender
              from store_item i join store_object_type t using (object_type_id)
             where t.workspace_id = ? and t.name = 'Document'
            """;

    private final Connection connection;
    private final Path share;
    private final Chronicle chronicle;
    private long compared;
    private long filesCompared;

    DocumentVerdict(Connection connection, Path share, Chronicle chronicle) {
        this.connection = connection;
        this.share = share;
        this.chronicle = chronicle;
    }

    long compared() {
        return compared;
    }

    long filesCompared() {
        return filesCompared;
    }

    /** A destination that only this job wrote into: as many documents as it counts, each as in the source. */
    void ofOne(Verdict.JobRow job, Order order) throws SQLException, IOException {
        var found = documents(job.destinationId());
        if (found.size() != job.transferred()) {
            chronicle.finding(
                    "Job %d, %s, counts %d documents; its destination has %d",
                    job.jobId(), job.status(), job.transferred(), found.size());
        }
        found.forEach((identifier, document) -> {
            if (!Objects.equals(order.matter.documents().get(identifier), document)) {
                chronicle.finding(
                        "Job %d: %s is %s instead of %s",
                        job.jobId(),
                        identifier,
                        document,
                        order.matter.documents().get(identifier));
            }
        });
    }

    /** A destination that many jobs wrote into: what a completed job has is there, and every document is one of one source. */
    void ofAll(List<Order> orders, Map<Long, Verdict.JobRow> jobs) throws SQLException, IOException {
        if (orders.isEmpty()) {
            return;
        }
        var found = documents(orders.get(0).destinationId);
        for (Order order : orders) {
            var job = jobs.get(order.jobId);
            if (job != null
                    && job.status().equals("Completed")
                    && !found.keySet().containsAll(order.matter.documents().keySet())) {
                chronicle.finding("Job %d is Completed, but not all of its documents are there", job.jobId());
            }
        }
        found.forEach((identifier, document) -> {
            if (orders.stream()
                    .noneMatch(order -> document.equals(order.matter.documents().get(identifier)))) {
                chronicle.finding("%s is no document of any source: %s", identifier, document);
            }
        });
    }

    private Map<String, Matter.Document> documents(long workspaceId) throws SQLException, IOException {
        var documents = new HashMap<String, Matter.Document>();
        try (var statement = connection.prepareStatement(DOCUMENTS)) {
            statement.setLong(1, workspaceId);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var document = new Matter.Document(
                            rows.getString("note"), rows.getString("sender"), rows.getString("native_sha256"));
                    if (documents.put(rows.getString("identifier"), document) != null) {
                        chronicle.finding("%s is twice in workspace %d", rows.getString("identifier"), workspaceId);
                    }
                    file(workspaceId, rows.getString("native_reference"), document);
                }
            }
        }
        compared += documents.size();
        return documents;
    }

    private void file(long workspaceId, String reference, Matter.Document document) throws IOException {
        if (reference == null) {
            return;
        }
        Path file = share.resolve(reference);
        if (!reference.startsWith(workspaceId + "/") || !Files.isRegularFile(file)) {
            chronicle.finding("Workspace %d names the file %s, which is not there", workspaceId, reference);
        } else if (!Matter.sha256(Files.readAllBytes(file)).equals(document.sha256())) {
            chronicle.finding("The file %s has other bytes than it should", reference);
        }
        filesCompared++;
    }
}
