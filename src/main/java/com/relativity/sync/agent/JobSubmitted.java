package com.relativity.sync.agent;

import java.nio.charset.StandardCharsets;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

import com.relativity.sync.joblist.JobClaims;

/**
 * Hears that a job entered the list. Whatever the record holds, it wakes a slot: the job is in the list, and stays there for whoever has a
 * slot free. A record that can be read is acknowledged at once, another one when it is among the dead letters.
 */
@ApplicationScoped
public class JobSubmitted {

    private final Agent agent;
    private final JobClaims claims;
    private final UnreadableRecords unreadable;

    JobSubmitted(Agent agent, JobClaims claims, UnreadableRecords unreadable) {
        this.agent = agent;
        this.claims = claims;
        this.unreadable = unreadable;
    }

    @Incoming("job-submitted")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> heard(Message<byte[]> message) {
        var record = record(message);
        var fault = SubmittedRecord.fault(record);
        if (fault.isPresent()) {
            agent.wake();
            return unreadable.take(record, fault.get(), message);
        }
        claims.entered(Long.parseLong(new String(record.key(), StandardCharsets.US_ASCII)));
        agent.wake();
        return Uni.createFrom().completionStage(message::ack);
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> record(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getRecord();
    }
}
