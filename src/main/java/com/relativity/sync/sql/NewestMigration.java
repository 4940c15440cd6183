package com.relativity.sync.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;

/**
 * Tells by one statement whether the tables are at the version of this program. Migrations run in order and each is a transaction, so the
 * newest one tells of all; it must be the same byte for byte but for line ends, as Flyway's checksum has it. So a start on tables that
 * another process made opens no connection by JDBC and does not wake Flyway.
 */
@ApplicationScoped
class NewestMigration {

    /** The last file in {@code db/migration}; moves on with each one that is added. */
    static final String SCRIPT = "V015__runs_that_stop_late_or_wait.sql";

    private static final String CHECKSUM = "select checksum from flyway_schema_history where version = $1 and success";
    private static final String NO_SUCH_TABLE = "42P01";

    private final Transactions transactions;

    NewestMigration(Transactions transactions) {
        this.transactions = transactions.forRest();
    }

    Uni<Boolean> isApplied() {
        return Uni.createFrom()
                .item(NewestMigration::checksum)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(own -> transactions
                        .query(CHECKSUM, Tuple.of(version()))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .anyMatch(row -> own.equals(row.getInteger("checksum")))))
                .onFailure(failure ->
                        failure instanceof PgException refused && NO_SUCH_TABLE.equals(refused.getSqlState()))
                .recoverWithItem(false);
    }

    private static String version() {
        return SCRIPT.substring(1, SCRIPT.indexOf("__"));
    }

    /** As Flyway reckons it: over the lines without their ends. */
    private static int checksum() {
        var sum = new CRC32();
        try (var script = NewestMigration.class.getResourceAsStream("/db/migration/" + SCRIPT);
                var lines = new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return (int) sum.getValue();
    }
}
