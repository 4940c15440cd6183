package com.relativity.sync.sql;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Work that one process at a time should do, and not all the time. A turn spares double work and is no lock: whoever has one may be slow, and
 * the next one begins beside it.
 */
@ApplicationScoped
public class Turns {

    private final Transactions transactions;

    Turns(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Whether it is the caller's turn; then nobody else's for {@code interval}. */
    public Uni<Boolean> take(String what, Duration interval) {
        return transactions
                .query("""
                        insert into sync_turn as t (what, next_at) values ($1, now() + make_interval(secs => $2))
                            on conflict (what) do update set next_at = excluded.next_at where t.next_at <= now()
                        """, Tuple.of(what, Intervals.seconds(interval)))
                .map(taken -> taken.rowCount() == 1);
    }
}
