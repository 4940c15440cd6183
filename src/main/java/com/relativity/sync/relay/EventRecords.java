package com.relativity.sync.relay;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import com.relativity.sync.job.JobEvent;
import com.relativity.sync.outbox.StoredEvent;
import com.relativity.sync.telemetry.Traces;

/** Events as records of their topics: CloudEvents in binary mode, or a tombstone. */
@ApplicationScoped
class EventRecords {

    private final TopicSettings topics;
    private final Traces traces;

    EventRecords(TopicSettings topics, Traces traces) {
        this.topics = topics;
        this.traces = traces;
    }

    Message<String> message(StoredEvent event) {
        String topic = topics.of(event.stream());
        var record = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(Long.toString(event.jobId()))
                .withHeaders(trace(topic, event))
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

    private Headers trace(String topic, StoredEvent event) {
        var headers = new RecordHeaders();
        String traceparent = traces.published(topic, event.jobId(), event.type(), event.traceparent());
        if (traceparent != null) {
            headers.add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
        }
        return headers;
    }
}
