package com.relativity.sync.audit;

import java.util.Arrays;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import com.relativity.sync.sql.Transactions;

/** Adds lines. What a client sent is kept cut to a length, and without control characters, so that no client can keep its line out. */
@ApplicationScoped
public class AuditTrail {

    private static final Logger LOG = Logger.getLogger(AuditTrail.class);
    private static final int LONGEST_TEXT = 500;

    // The number of a workspace that a caller made up is kept as it came, that of a job's workspace is looked up.
    private static final String ADD = """
            insert into audit_line (who, action, request, job_id, workspace_id, remote, outcome, problem, times, trace_id)
            values ($1, $2, $3, $4, coalesce($5, (select workspace_id from sync_job where job_id = $4)), $6, $7, $8, $9, $10)
            """;

    private final Transactions transactions;
    private final Origins origins;
    private final Counter lost;

    AuditTrail(Transactions transactions, AuditSettings settings, Origins origins, MeterRegistry metrics) {
        this.transactions = transactions.within(settings.limit());
        this.origins = origins;
        this.lost = metrics.counter("sync.audit.lost");
    }

    /** Adds a line about the present call of REST that commits with the caller's transaction. */
    public Uni<Void> append(SqlConnection transaction, AuditLine line) {
        return transaction
                .preparedQuery(ADD)
                .execute(arguments(line, origins.current()))
                .replaceWithVoid();
    }

    /** Adds a line that commits by itself. One that cannot be added is logged and counted; this never fails. */
    public Uni<Void> add(AuditLine line, Origin origin) {
        return Uni.createFrom()
                .deferred(() -> transactions.query(ADD, arguments(line, origin)))
                .replaceWithVoid()
                .onFailure()
                .invoke(away -> {
                    lost.increment();
                    LOG.warnf(
                            "A line of the audit trail could not be written: %s %s, job %s, workspace %s, problem %s, trace %s: %s",
                            line.action(),
                            line.outcome(),
                            line.jobId(),
                            line.workspaceId(),
                            line.problem(),
                            origin.traceId(),
                            away.getMessage());
                })
                .onFailure()
                .recoverWithNull();
    }

    private static Tuple arguments(AuditLine line, Origin origin) {
        return Tuple.from(Arrays.asList(
                kept(line.who()),
                line.action().name(),
                kept(origin.request()),
                line.jobId(),
                line.workspaceId(),
                kept(origin.remote()),
                line.outcome().name(),
                line.problem(),
                line.times(),
                origin.traceId()));
    }

    private static String kept(String text) {
        if (text == null) {
            return null;
        }
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
