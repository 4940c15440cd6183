package com.relativity.sync.support;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import com.relativity.sync.job.CopyNativesMode;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.FieldMapType;
import com.relativity.sync.job.FieldMapping;
import com.relativity.sync.joblist.NewJob;

/** Valid configurations; a test names only what matters to it. */
public final class Configurations {

    private static final AtomicLong WORKSPACES = new AtomicLong(5_000_000);

    private Configurations() {}

    /** A source workspace id that no other test has. */
    public static long workspaceId() {
        return WORKSPACES.incrementAndGet();
    }

    public static NewJob job() {
        return job(workspaceId(), 3);
    }

    public static NewJob job(long workspaceId, int priority) {
        return new NewJob(workspaceId, document(UUID.randomUUID().toString(), priority), "anonymous");
    }

    public static DocumentConfiguration document(String correlationId, int priority) {
        var identifier = new FieldMapping.FieldEntry("Control Number", 1L, true);
        return new DocumentConfiguration(
                correlationId,
                "A job",
                4_000_000L,
                List.of(new FieldMapping(identifier, identifier, FieldMapType.Identifier)),
                null,
                null,
                null,
                priority,
                Map.of("matter", "harbor"),
                null,
                new DocumentConfiguration.DocumentOptions(7L, 8L, CopyNativesMode.DoNotImportNativeFiles, false),
                null,
                null);
    }
}
