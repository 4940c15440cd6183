package com.relativity.sync.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.Page;
import com.relativity.sync.sql.Cursor;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/** Reads the trail, and lets go what is old. */
@ApplicationScoped
public class AuditPages {

    private static final String COLUMNS =
            "audit_id, at, who, action, request, job_id, workspace_id, remote, outcome, problem, times, trace_id";

    // The oldest lines have the lowest numbers but for those that were added at the same time.
    private static final String REMOVE = """
            delete from audit_line where audit_id = any(array(
              select audit_id from (select audit_id, at from audit_line order by audit_id limit $2) oldest
               where at < now() - make_interval(secs => $1)))
            """;

    private final Transactions transactions;
    private final AuditSettings settings;

    AuditPages(Transactions transactions, AuditSettings settings) {
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Newest first. */
    public Uni<Page<AuditEntry>> page(AuditFilter filter, int limit, String cursor) {
        var where = new StringBuilder("where audit_id < $1");
        var arguments = new ArrayList<Object>(List.of(Cursor.read(cursor, Long.MAX_VALUE)));
        also(where, arguments, "workspace_id", filter.workspaceId());
        also(where, arguments, "job_id", filter.jobId());
        also(where, arguments, "who", filter.who());
        also(where, arguments, "action", name(filter.action()));
        also(where, arguments, "outcome", name(filter.outcome()));
        arguments.add(limit + 1);
        return transactions
                .forRest()
                .query(
                        "select " + COLUMNS + " from audit_line " + where + " order by audit_id desc limit $"
                                + arguments.size(),
                        Tuple.from(arguments))
                .map(rows -> {
                    var lines = rows.stream().map(AuditPages::entry).toList();
                    return lines.size() <= limit
                            ? new Page<>(lines, null)
                            : new Page<>(
                                    lines.subList(0, limit),
                                    Cursor.after(lines.get(limit - 1).auditId()));
                });
    }

    /** Removes lines older than {@code sync.audit.retention}, at most {@code limit}; answers with their number. */
    public Uni<Integer> removeOld(int limit) {
        Duration kept = settings.retention();
        return transactions.inOne(transaction -> transaction
                .preparedQuery("select set_config('sync.audit_kept', make_interval(secs => $1)::text, true)")
                .execute(Tuple.of(Intervals.seconds(kept)))
                .chain(() -> transaction.preparedQuery(REMOVE).execute(Tuple.of(Intervals.seconds(kept), limit)))
                .map(gone -> gone.rowCount()));
    }

    private static void also(StringBuilder where, List<Object> arguments, String column, Object value) {
        if (value != null) {
            arguments.add(value);
            where.append(" and ").append(column).append(" = $").append(arguments.size());
        }
    }

    private static String name(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getLong("audit_id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("who"),
                AuditLine.Action.valueOf(row.getString("action")),
                row.getString("request"),
                row.getLong("job_id"),
                row.getLong("workspace_id"),
                row.getString("remote"),
                AuditLine.Outcome.valueOf(row.getString("outcome")),
                row.getString("problem"),
                row.getInteger("times"),
                row.getString("trace_id"));
    }
}
