package com.relativity.sync.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.problem.DependencyDown;

/**
 * Hears who is asked to stop: the whole of the compacted cancellation topic at start, and what comes after it. This is the quick way; the
 * heartbeat asks for the same wishes, so a record that is lost or cannot be read only costs time.
 */
@ApplicationScoped
public class Cancellations {

    private static final Logger LOG = Logger.getLogger(Cancellations.class);

    private static final Duration OVERDUE = Duration.ofSeconds(10);
    private static final int ROUND = 500;

    private final RunningJobs running;
    private final Cancellation cancellation;
    private final Agent agent;

    Cancellations(RunningJobs running, Cancellation cancellation, Agent agent) {
        this.agent = agent;
        this.running = running;
        this.cancellation = cancellation;
    }

    @Incoming("job-cancellation")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> heard(Message<byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> heard(metadata, record.getPayload()))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> Uni.createFrom().completionStage(record::ack));
    }

    private Uni<Void> heard(IncomingKafkaRecordMetadata<?, ?> record, byte[] request) {
        byte[] key = (byte[]) record.getKey();
        if (key == null || !isJobId(key)) {
            LOG.warnf(
                    "A record at offset %d of partition %d of the cancellation topic names no job; it is passed over",
                    record.getOffset(), record.getPartition());
            return Uni.createFrom().voidItem();
        }
        long jobId = Long.parseLong(new String(key, StandardCharsets.US_ASCII));
        if (request == null || request.length == 0) {
            running.settled(jobId);
            return Uni.createFrom().voidItem();
        }
        agent.wakeClosing();
        return running.heardOf(jobId) ? stopIfAsked(jobId) : Uni.createFrom().voidItem();
    }

    /** A record may be older than the database, or come from elsewhere: the list decides. While it cannot be asked, the heartbeat tries on. */
    private Uni<Void> stopIfAsked(long jobId) {
        return cancellation
                .isAsked(jobId)
                .invoke(asked -> {
                    if (asked) {
                        running.stop(jobId);
                    }
                })
                .replaceWithVoid()
                .onFailure(DependencyDown.class)
                .recoverWithNull();
    }

    /** One sweep for requests that stay on the topic although their job has ended: its end is told once more. */
    public Uni<Boolean> settle() {
        var overdue = running.unsettledFor(OVERDUE);
        if (overdue.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        return cancellation
                .settle(overdue.subList(0, Math.min(ROUND, overdue.size())))
                .replaceWith(false);
    }

    private static boolean isJobId(byte[] key) {
        if (key.length == 0 || key.length > 16) {
            return false;
        }
        for (byte digit : key) {
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return true;
    }
}
