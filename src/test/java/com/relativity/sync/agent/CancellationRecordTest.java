package com.relativity.sync.agent;

import java.time.Duration;

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
import com.relativity.sync.engine.RunControl;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.WithoutAgents;

import static com.relativity.sync.support.Waiting.now;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A record of the cancellation topic is news; what it says is true where the list says so. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithoutAgents.class)
@Tag("G8")
class CancellationRecordTest {

    private static final String REQUEST = "{\"requestedBy\":\"someone\"}";

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    AgentRegistry agents;

    @Inject
    Cancellation cancellation;

    @Inject
    Cancellations cancellations;

    @Inject
    RunningJobs running;

    @Inject
    Transactions transactions;

    private RunKey run;
    private RunControl control;

    @BeforeEach
    void aRunningJob() {
        now(transactions.query("delete from sync_job where status in ('Pending', 'Processing')", Tuple.tuple()));
        var agent = now(agents.register("agent-of-the-records", 1, Duration.ofMinutes(5)));
        now(jobs.add(Configurations.job()));
        run = now(claims.claim(agent, 0)).orElseThrow().run();
        control = running.begin(run);
    }

    @AfterEach
    void theRunIsOver() {
        running.end(run);
        running.settled(run.jobId());
    }

    @Test
    void aJobThatWasAskedToStop_isStoppedByTheRecord() {
        now(cancellation.request(run.jobId(), "someone"));

        now(AgentChannels.cancellation(cancellations, run.jobId(), REQUEST));

        assertTrue(control.stopRequested());
    }

    /** The topic may be older than the database, whose ids begin anew. */
    @Test
    void aJobThatNobodyAskedToStop_goesOn() {
        now(AgentChannels.cancellation(cancellations, run.jobId(), REQUEST));

        assertFalse(control.stopRequested());
    }
}
