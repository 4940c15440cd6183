package com.relativity.sync.journey;

import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.DatFile;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What docs/operations.md says of a database that was restored while the topics went on: ids it gives again, and what is told of them. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class RestoredDatabaseTest {

    private static final int LOST_JOBS = 5;

    @Inject
    Pool pool;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void anIdThatIsGivenAgain_isNotStoppedByAnOldRequest() throws Exception {
        var matter = Case.create();
        matter.importIntoSource(
                Case.importFiles(
                        "load.dat",
                        DatFile.withColumns("Control Number").row("D-1").bytes(),
                        Map.of()),
                Map.of());
        long firstLost = newestId() + LOST_JOBS;
        askToStop(firstLost, LOST_JOBS);

        restartIdsAt(firstLost);
        for (int job = 0; job < LOST_JOBS; job++) {
            assertEquals("Completed", statusOfARun(matter));
        }
    }

    private static String statusOfARun(Case matter) {
        var parameters = matter.parameters(Map.of());
        parameters.put("correlationId", UUID.randomUUID().toString());
        parameters.put("overwriteOptions", Map.of("overwriteMode", "AppendOverlay"));
        return matter.run(parameters).getString("status");
    }

    private void askToStop(long firstId, int count) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new StringSerializer())) {
            for (long id = firstId; id < firstId + count; id++) {
                producer.send(new ProducerRecord<>("sync.job-cancellation", Long.toString(id), "{}"));
            }
            producer.flush();
        }
    }

    private long newestId() {
        return pool.query("select coalesce(max(job_id), 0) from sync_job")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }

    private void restartIdsAt(long id) {
        pool.query("alter table sync_job alter column job_id restart with " + id)
                .executeAndAwait();
    }
}
