package com.relativity.sync.history;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.job.RunKey;
import com.relativity.sync.problem.LeaseLost;

/** Keeps a claim from ending while a transaction writes for it, and refuses the write when it has ended. */
final class RunFence {

    private RunFence() {}

    static Uni<Void> hold(SqlConnection transaction, RunKey run) {
        return transaction
                .preparedQuery(
                        "select 1 from sync_job where job_id = $1 and attempt = $2 and status = 'Processing' for no key update")
                .execute(Tuple.of(run.jobId(), run.attempt()))
                .flatMap(rows -> rows.size() == 1
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new LeaseLost(run.jobId(), run.attempt())));
    }
}
