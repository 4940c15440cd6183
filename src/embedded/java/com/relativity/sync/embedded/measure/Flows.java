package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import com.relativity.sync.embedded.CopyJobs;
import com.relativity.sync.embedded.RestClient;

/**
 * Each flow at size through a service with 256 MiB of heap: documents with natives, images of four pages, objects that link to one another;
 * and a run that fails with every item beside the same run without errors.
 */
record Flows(int scale) implements Measurement {

    private static final String WORKSPACES = "/api/workspaces/v1/";
    private static final int PAGES = 4;
    /** Files that differ; the share keeps one of each content, and importing is not what is measured. */
    private static final int DISTINCT_PAGES = 500;

    private static final int MOST_HEAP = 256;
    private static final double MOST_COST_OF_ERRORS = 2;

    @Override
    public void take(Report report) throws Exception {
        report.title("Flows with %d MiB of heap, %s"
                .formatted(MOST_HEAP, scale == 1 ? "at full size" : "1/" + scale + " of full size"));
        try (var site = Site.open()) {
            Path collections = site.home().resolve("gc.log");
            try (var services = site.start(Layout.ONE_PROCESS, List.of("-Xlog:gc*:file=" + collections))) {
                var run = new Run(site, services.rest()::uri, report);
                run.documents(50_000 / scale, 5_000 / scale);
                run.images(10_000 / scale);
                run.objects(20_000 / scale);
                run.errors(20_000 / scale);
            }
            report.say("heap after collections: %s", Heap.after(collections));
            report.limit("Heap after a collection", Heap.highestAfter(collections), MOST_HEAP, "MiB");
        }
    }

    private static final class Run {

        private final Site site;
        private final RestClient rest;
        private final CopyJobs jobs;
        private final Report report;

        Run(Site site, java.util.function.Function<String, java.net.URI> service, Report report) {
            this.site = site;
            this.rest = new RestClient(service);
            this.jobs = new CopyJobs(rest);
            this.report = report;
        }

        void documents(int documents, int natives) throws Exception {
            long source = jobs.workspace("Source of documents");
            write("documents.dat", lines -> {
                lines.append("Control Number|Custodian|Note|FILE_PATH\n");
                for (int i = 0; i < documents; i++) {
                    lines.append("D_%07d|Custodian %d|%s|%s%n"
                            .formatted(
                                    i,
                                    i % 7,
                                    "Some words of a note. ".repeat(5),
                                    i < natives ? "n/" + i + ".bin" : ""));
                }
            });
            for (int i = 0; i < natives; i++) {
                write("n/" + i + ".bin", ("native " + i + " ").repeat(1000).getBytes(StandardCharsets.US_ASCII));
            }
            var imported = rest.post(
                    WORKSPACES + source + "/imports", Map.of("loadFile", "documents.dat", "columnDelimiter", "|"));
            long destination = jobs.workspace("Destination");
            var parameters = jobs.everything(source, destination, imported.get("fields"), "CopyFiles");
            copy(documents + " documents, " + natives + " natives", source, "document", parameters, documents);
        }

        void images(int documents) throws Exception {
            long source = jobs.workspace("Source of images");
            int distinct = Math.min(DISTINCT_PAGES, documents * PAGES);
            for (int i = 0; i < distinct; i++) {
                byte[] page = ("\u0089PNG\r\n\u001a\n" + "page " + i + " ".repeat(2000))
                        .getBytes(StandardCharsets.ISO_8859_1);
                write("p/" + i + ".png", page);
            }
            write("images.opt", lines -> {
                for (int i = 0; i < documents * PAGES; i++) {
                    boolean first = i % PAGES == 0;
                    lines.append("I_%07d,V1,p/%d.png,%s,,,%s%n"
                            .formatted(i, i % distinct, first ? "Y" : "", first ? PAGES : ""));
                }
            });
            var imported = rest.post(WORKSPACES + source + "/imports", Map.of("opticonFile", "images.opt"));
            if (imported.get("imported").asInt() != documents) {
                throw new IOException("The images were not taken: " + imported);
            }
            long destination = jobs.workspace("Destination");
            var parameters =
                    new HashMap<>(jobs.everything(source, destination, identifierOf(source), "DoNotImportNativeFiles"));
            var options = (Map<?, ?>) parameters.remove("documentOptions");
            parameters.put(
                    "imageOptions",
                    Map.of(
                            "dataSourceType", "SavedSearch",
                            "dataSourceId", options.get("savedSearchId"),
                            "destinationLocationType", "Folder",
                            "destinationLocationId", options.get("destinationFolderId"),
                            "copyImagesMode", "CopyFiles"));
            copy(documents + " images of " + PAGES + " pages", source, "image", parameters, documents);
        }

        void objects(int objects) throws Exception {
            long source = jobs.workspace("Source of objects");
            long destination = jobs.workspace("Destination");
            long from = type(source);
            long to = type(destination);
            write("objects.dat", lines -> {
                lines.append("Name|Next\n");
                for (int i = 0; i < objects; i++) {
                    lines.append("O_%07d|O_%07d%n".formatted(i, (i + 1) % objects));
                }
            });
            rest.post(
                    WORKSPACES + source + "/imports",
                    Map.of("loadFile", "objects.dat", "columnDelimiter", "|", "objectType", "Thing"));
            long view = rest.post(WORKSPACES + source + "/views", Map.of("name", "All", "objectTypeId", from))
                    .get("viewId")
                    .asLong();
            var targets = new TreeMap<String, JsonNode>();
            fields(destination, to)
                    .forEach(field -> targets.put(field.get("name").asText(), field));
            var mapping = new ArrayList<Map<String, Object>>();
            fields(source, from)
                    .forEach(field -> mapping.add(
                            CopyJobs.mapped(field, targets.get(field.get("name").asText()))));
            var parameters = new HashMap<String, Object>();
            parameters.put("destinationWorkspaceId", destination);
            parameters.put("fieldsMapping", mapping);
            parameters.put(
                    "nonDocumentOptions",
                    Map.of("rdoArtifactTypeId", from, "destinationRdoArtifactTypeId", to, "sourceViewId", view));
            copy(objects + " objects with links", source, "non-document", parameters, objects);
        }

        void errors(int documents) throws Exception {
            long source = jobs.workspace("Source of errors");
            var imported = rest.post(WORKSPACES + source + "/imports", site.loadFile(documents));
            var whole = jobs.everything(
                    source, jobs.workspace("Destination"), imported.get("fields"), "DoNotImportNativeFiles");
            double without = copy(documents + " documents", source, "document", whole, documents);
            double with = copy(documents + " documents that all exist", source, "document", whole, 0);
            report.limit(
                    "A run that fails with every item, beside the same without errors",
                    with / without,
                    MOST_COST_OF_ERRORS,
                    "x");
        }

        /** Answers the seconds that the run took. */
        private double copy(String what, long source, String flow, Map<String, Object> parameters, int transferred)
                throws Exception {
            long start = System.nanoTime();
            JsonNode job = jobs.ended(
                    jobs.submit(source, flow, parameters).get("jobId").asLong());
            double seconds = Spans.millisSince(start) / 1000;
            if (job.get("progress").get("transferred").asInt() != transferred) {
                throw new IOException("The job did not do what it should: " + job);
            }
            report.say(
                    "%s: %.1f s, %.0f a second, %s",
                    what,
                    seconds,
                    job.get("progress").get("total").asInt() / seconds,
                    job.get("status").asText());
            return seconds;
        }

        private JsonNode identifierOf(long workspaceId) throws IOException, InterruptedException {
            var all = rest.get(WORKSPACES + workspaceId + "/fields").get("items");
            return ((com.fasterxml.jackson.databind.node.ArrayNode) all.deepCopy())
                    .removeAll()
                    .add(all.get(0));
        }

        private List<JsonNode> fields(long workspaceId, long objectTypeId) throws IOException, InterruptedException {
            var fields = new ArrayList<JsonNode>();
            rest.get(WORKSPACES + workspaceId + "/fields?objectTypeId=" + objectTypeId)
                    .get("items")
                    .forEach(fields::add);
            return fields;
        }

        /** An object type whose objects name one another. */
        private long type(long workspaceId) throws IOException, InterruptedException {
            long type = rest.post(WORKSPACES + workspaceId + "/object-types", Map.of("name", "Thing"))
                    .get("objectTypeId")
                    .asLong();
            rest.post(
                    WORKSPACES + workspaceId + "/fields",
                    Map.of(
                            "name",
                            "Next",
                            "type",
                            "SingleObject",
                            "objectTypeId",
                            type,
                            "associatedObjectTypeId",
                            type));
            return type;
        }

        private interface Lines {
            void writeTo(Appendable lines) throws IOException;
        }

        private void write(String name, Lines lines) throws IOException {
            try (var writer =
                    Files.newBufferedWriter(site.home().resolve("imports").resolve(name), StandardCharsets.UTF_8)) {
                lines.writeTo(writer);
            }
        }

        private void write(String name, byte[] bytes) throws IOException {
            Path file = site.home().resolve("imports").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
    }
}
