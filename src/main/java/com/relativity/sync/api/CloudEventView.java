package com.relativity.sync.api;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonRawValue;

import com.relativity.sync.outbox.StoredEvent;

/** An event in CloudEvents' JSON form: the same id, sequence and data as the record on the status topic. */
record CloudEventView(
        String specversion,
        UUID id,
        String source,
        String type,
        String subject,
        Instant time,
        long sequence,
        String datacontenttype,
        @JsonRawValue String data) {

    static CloudEventView of(StoredEvent event) {
        return new CloudEventView(
                "1.0",
                event.eventId(),
                event.source(),
                event.type(),
                Long.toString(event.jobId()),
                event.at(),
                event.sequence(),
                "application/json",
                event.data());
    }
}
