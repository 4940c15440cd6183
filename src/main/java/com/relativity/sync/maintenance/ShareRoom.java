package com.relativity.sync.maintenance;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.telemetry.WatchSettings;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGateways;

/** Looks whether the workspaces' files can be written, and how much more there is room for. */
@Startup
@ApplicationScoped
public class ShareRoom {

    private final WorkspaceGateways gateways;
    private final WatchSettings settings;
    private volatile double bytes = Double.NaN;

    ShareRoom(WorkspaceGateways gateways, WatchSettings settings, MeterRegistry metrics) {
        this.gateways = gateways;
        this.settings = settings;
        Gauge.builder("sync.file.share.free.bytes", () -> bytes)
                .description("Bytes that can be written to the file share, as this process sees it")
                .register(metrics);
    }

    /** Fails with {@link com.relativity.sync.problem.DependencyDown} where files cannot be written. */
    public Uni<Void> look() {
        return Multi.createFrom()
                .iterable(gateways.all())
                .onItem()
                .transformToUniAndConcatenate(WorkspaceGateway::roomForFiles)
                .collect()
                .asList()
                .ifNoItem()
                .after(settings.answer())
                .fail()
                .onFailure()
                .invoke(away -> bytes = Double.NaN)
                .invoke(rooms ->
                        bytes = rooms.stream().mapToLong(Long::longValue).min().orElseThrow())
                .replaceWithVoid();
    }
}
