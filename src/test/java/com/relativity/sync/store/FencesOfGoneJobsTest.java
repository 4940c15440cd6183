package com.relativity.sync.store;

import java.util.List;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.WithoutAgents;
import com.relativity.sync.workspace.BatchKey;
import com.relativity.sync.workspace.BatchWrite;
import com.relativity.sync.workspace.ItemWrite;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WriteMode;

import static com.relativity.sync.support.Waiting.failureOf;
import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
class FencesOfGoneJobsTest {

    private static final int GONE = 4;
    private static final long FIRST = 100;

    @Inject
    WorkspaceGateway gateway;

    @Inject
    Workspaces workspaces;

    @Inject
    Transactions transactions;

    private Workspace workspace;

    @BeforeEach
    void fencesOfJobsThatAreGone_andOfOneThatIsNot() {
        workspace = now(workspaces.create("Fenced"));
        sql("update store_run_floor set first_job = 0, raised_at = '-infinity'");
        sql("delete from store_run where job_id <= " + FIRST);
        for (long jobId = FIRST - GONE; jobId <= FIRST; jobId++) {
            now(gateway.close(workspace.workspaceId(), jobId, 1));
        }
    }

    @AfterEach
    void noJobIsGone() {
        sql("update store_run_floor set first_job = 0, raised_at = '-infinity'");
    }

    @Test
    @Tag("G5")
    void aJobThatIsGoneIsFencedOffForEver_alsoWithoutItsFence() {
        now(gateway.forgetRunsBefore(FIRST, 100));
        assertEquals(GONE + 1, fences());
        aWhileLater();
        now(gateway.forgetRunsBefore(FIRST, 100));

        assertEquals(1, fences());
        assertThat(
                failureOf(gateway.write(workspace.workspaceId(), new BatchKey(FIRST - 1, 0), 9, batch())),
                instanceOf(LeaseLost.class));
        now(gateway.write(workspace.workspaceId(), new BatchKey(FIRST + 1, 0), 1, batch()));
        assertEquals(1, items());
    }

    @Test
    void fencesGoInPortions() {
        now(gateway.forgetRunsBefore(FIRST, GONE - 1));
        aWhileLater();

        assertTrue(now(gateway.forgetRunsBefore(FIRST, GONE - 1)));
        assertEquals(2, fences());
        assertFalse(now(gateway.forgetRunsBefore(FIRST, GONE - 1)));
        assertEquals(1, fences());
    }

    @Test
    void theNumberBelowWhichJobsAreGoneNeverFalls() {
        now(gateway.forgetRunsBefore(FIRST, 100));
        aWhileLater();
        now(gateway.forgetRunsBefore(FIRST - 2, 100));

        assertThat(
                failureOf(gateway.write(workspace.workspaceId(), new BatchKey(FIRST - 1, 0), 9, batch())),
                instanceOf(LeaseLost.class));
    }

    private void aWhileLater() {
        sql("update store_run_floor set raised_at = raised_at - interval '11 minutes'");
    }

    private BatchWrite batch() {
        var item = new ItemWrite(null, "A", java.util.Map.of(), List.of(), null, null);
        return new BatchWrite(
                1,
                workspace.documentTypeId(),
                WriteMode.CREATE,
                Set.of(),
                workspace.rootFolderId(),
                false,
                null,
                null,
                List.of(item),
                List.of());
    }

    private long fences() {
        return count("store_run where workspace_id = " + workspace.workspaceId() + " and job_id <= " + FIRST);
    }

    private long items() {
        return count("store_item where workspace_id = " + workspace.workspaceId());
    }

    private long count(String tableAndCondition) {
        return now(transactions.query("select count(*) as n from " + tableAndCondition, Tuple.tuple()))
                .iterator()
                .next()
                .getLong("n");
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }
}
