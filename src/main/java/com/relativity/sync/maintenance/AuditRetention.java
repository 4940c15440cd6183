package com.relativity.sync.maintenance;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import com.relativity.sync.audit.AuditPages;

/** Removes lines of the audit trail that are older than {@code sync.audit.retention}. */
@ApplicationScoped
public class AuditRetention {

    private final AuditPages trail;
    private final RetentionSettings settings;
    private final Counter removed;

    AuditRetention(AuditPages trail, RetentionSettings settings, MeterRegistry metrics) {
        this.trail = trail;
        this.settings = settings;
        this.removed = metrics.counter(Sweeps.REMOVED, "kind", "audit");
    }

    /** One portion. Answers whether there may be more at once. */
    public Uni<Boolean> step() {
        return trail.removeOld(settings.rows())
                .invoke(gone -> removed.increment(gone))
                .map(gone -> gone == settings.rows());
    }
}
