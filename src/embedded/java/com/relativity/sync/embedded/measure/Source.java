package com.relativity.sync.embedded.measure;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import com.relativity.sync.embedded.CopyJobs;
import com.relativity.sync.embedded.PackagedService;
import com.relativity.sync.embedded.RestClient;

/** A workspace with documents, from which jobs copy. */
record Source(RestClient rest, CopyJobs jobs, long workspaceId, JsonNode fields) {

    static Source of(Site site, PackagedService service, int documents) throws IOException, InterruptedException {
        var rest = new RestClient(service::uri);
        var jobs = new CopyJobs(rest);
        long workspaceId = jobs.workspace("Source");
        JsonNode imported = rest.post("/api/workspaces/v1/" + workspaceId + "/imports", site.loadFile(documents));
        if (imported.get("imported").asInt() != documents) {
            throw new IOException("The load file was not taken: " + imported);
        }
        return new Source(rest, jobs, workspaceId, imported.get("fields"));
    }

    /** The same workspace, through another process. */
    Source by(PackagedService service) {
        var other = new RestClient(service::uri);
        return new Source(other, new CopyJobs(other), workspaceId, fields);
    }

    /** Parameters of a job that copies everything to a new workspace. */
    Map<String, Object> toNewWorkspace() throws IOException, InterruptedException {
        return jobs.everything(workspaceId, jobs.workspace("Destination"), fields, "DoNotImportNativeFiles");
    }

    long submit(Map<String, Object> parameters) throws IOException, InterruptedException {
        return jobs.submit(workspaceId, parameters).get("jobId").asLong();
    }

    /** False where the job had ended before. */
    boolean cancel(long jobId) throws IOException, InterruptedException {
        try {
            rest.post("/api/sync/v1/jobs/" + jobId + "/cancel", Map.of());
            return true;
        } catch (IOException refused) {
            if (CopyJobs.hasEnded(jobs.job(jobId))) {
                return false;
            }
            throw refused;
        }
    }
}
