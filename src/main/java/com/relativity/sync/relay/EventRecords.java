package com.relativity.sync.relay;

import java.net.URI;
import java.time.ZoneOffset;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import com.relativity.sync.job.JobEvent;
import com.relativity.sync.outbox.StoredEvent;

/** Events as records of their topics: CloudEvents in binary mode, or a tombstone. */
@ApplicationScoped
class EventRecords {

    private final TopicSettings topics;

    EventRecords(TopicSettings topics) {
        this.topics = topics;
    }

    Message<String> message(StoredEvent event) {
        var record = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topics.of(event.stream()))
                .withKey(Long.toString(event.jobId()))
                .build();
        if (event.type().equals(JobEvent.CancellationSettled.TYPE)) {
            return Message.of(null, Metadata.of(record));
        }
        var attributes = OutgoingCloudEventMetadata.<String>builder()
                .withId(event.eventId().toString())
                .withSource(URI.create(event.source()))
                .withType(event.type())
                .withSubject(Long.toString(event.jobId()))
                .withTimestamp(event.at().atZone(ZoneOffset.UTC))
                .withDataContentType("application/json")
                .withExtension("sequence", event.sequence())
                .build();
        return Message.of(event.data(), Metadata.of(attributes, record));
    }
}
