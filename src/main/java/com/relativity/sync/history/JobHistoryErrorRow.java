package com.relativity.sync.history;

import java.time.OffsetDateTime;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

import com.relativity.sync.job.JobHistoryError;

/** A row of {@code job_history_error}; read only, written in bulk by {@link RunLedger} and {@link JobErrors}. */
@Entity
@Immutable
@Table(name = "job_history_error")
class JobHistoryErrorRow {

    @Id
    @Column(name = "error_id")
    Long errorId;

    @Column(name = "job_history_id")
    long jobHistoryId;

    String type;

    String identifier;

    String message;

    OffsetDateTime at;

    String status;

    JobHistoryError toJobHistoryError() {
        return new JobHistoryError(
                errorId,
                JobHistoryError.Type.valueOf(type),
                identifier,
                message,
                at.toInstant(),
                JobHistoryError.Status.valueOf(status));
    }
}
