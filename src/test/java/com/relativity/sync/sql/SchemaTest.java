package com.relativity.sync.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;

import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class SchemaTest {

    @Inject
    Schema schema;

    @Inject
    NewestMigration newest;

    @Inject
    AgroalDataSource connections;

    /** Otherwise a start on tables of the version before would take them for its own. */
    @Test
    void theNewestMigrationIsTheOneThatTellsOfAll() throws IOException {
        try (var migrations = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            String last = migrations
                    .map(file -> file.getFileName().toString())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();

            assertEquals(last, NewestMigration.SCRIPT, "name the migration that was added in NewestMigration");
        }
    }

    @Test
    void tablesThatAreThereAreSeen_withTheirChecksumAsFlywayReckonsIt() {
        assertTrue(now(newest.isApplied()));
    }

    /** As they are left behind by a migration whose server died in the middle. */
    @Test
    @Tag("G12")
    void connectionsThatWereNeverGivenBackCostOneTryAndNotEveryOne() throws SQLException {
        try (Connection first = connections.getConnection();
                Connection second = connections.getConnection()) {
            assertTrue(first.isValid(1) && second.isValid(1));

            assertThat(failureOf(schema.migrate()), instanceOf(DependencyDown.class));

            now(schema.migrate());
        }
    }
}
