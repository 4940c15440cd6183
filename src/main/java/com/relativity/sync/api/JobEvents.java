package com.relativity.sync.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import com.relativity.sync.access.Caller;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.outbox.EventLog;
import com.relativity.sync.outbox.EventSignal;
import com.relativity.sync.outbox.Look;
import com.relativity.sync.outbox.StoredEvent;

/**
 * Status events as they come, read from the log at the pace of their reader: a slow one costs no memory and misses nothing. Each element is
 * what one look brought; an empty one says that a second went by without events. A stream ends early when the process is asked to stop.
 */
@ApplicationScoped
class JobEvents {

    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_ACTIVE_JOBS = 500;
    /** Looks without an event after which a job's stream asks whether the job is still there. */
    private static final int QUIET_LOOKS = 15;

    private final JobList jobs;
    private final EventLog log;
    private final EventSignal signal;
    private final Stop stop;
    private final Vertx vertx;
    private final ObjectMapper json;

    JobEvents(JobList jobs, EventLog log, EventSignal signal, Stop stop, Vertx vertx, ObjectMapper json) {
        this.jobs = jobs;
        this.log = log;
        this.signal = signal;
        this.stop = stop;
        this.vertx = vertx;
        this.json = json;
    }

    /** Fails, before a stream begins, where the log cannot be read. */
    Uni<Void> canBeRead() {
        return log.lookFromNow().replaceWithVoid();
    }

    /**
     * From the newest event that says the job's status, or from the one after {@code lastSeen} where that is a kept event of this job, to the
     * one that says its end, or until the caller's token expires.
     *
     * @param caller one who may see the job
     */
    Multi<List<StoredEvent>> ofJob(long jobId, Optional<UUID> lastSeen, Caller caller) {
        return seen(lastSeen)
                .chain(seen -> seen.filter(event -> event.jobId() == jobId)
                        .map(event ->
                                Uni.createFrom().item(new Reader(jobId, event.sequence(), tellsEnd(event), caller)))
                        .orElseGet(() -> fromNewestStatus(jobId, caller)))
                .onItem()
                .transformToMulti(Reader::events);
    }

    private Uni<Reader> fromNewestStatus(long jobId, Caller caller) {
        return log.newestStatus(jobId)
                .map(newest -> new Reader(
                        jobId, newest.map(event -> event.sequence() - 1).orElse(0L), false, caller));
    }

    private Uni<Optional<StoredEvent>> seen(Optional<UUID> lastSeen) {
        return lastSeen.map(log::statusEvent).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /**
     * The events of all jobs that the caller may see, of one source workspace or all, until the caller's token expires: first the newest
     * status of each job in the list, at most {@value #MOST_ACTIVE_JOBS} of them, or what followed {@code lastSeen} where that is a kept event.
     */
    Multi<List<StoredEvent>> ofAll(Long workspaceId, Optional<UUID> lastSeen, Caller caller) {
        return seen(lastSeen)
                .chain(seen -> seen.filter(event -> caller.sees(event.workspaceId()) && log.isKeptWithAllAfter(event))
                        .map(event ->
                                log.lookAfter(event).map(look -> new AllReader(workspaceId, caller, look, List.of())))
                        .orElseGet(() -> fromNow(workspaceId, caller)))
                .onItem()
                .transformToMulti(AllReader::events);
    }

    /** What commits between the two questions is shown by both; a reader takes it once. */
    private Uni<AllReader> fromNow(Long workspaceId, Caller caller) {
        return log.lookFromNow()
                .chain(look -> log.newestStatusOfActiveJobs(workspaces(workspaceId, caller), MOST_ACTIVE_JOBS)
                        .map(newest -> new AllReader(workspaceId, caller, look, newest)));
    }

    /** Those of the caller, or of them the one asked for; null: all. */
    private static Set<Long> workspaces(Long workspaceId, Caller caller) {
        if (workspaceId == null) {
            return caller.visible();
        }
        return caller.sees(workspaceId) ? Set.of(workspaceId) : Set.of();
    }

    private boolean tellsEnd(StoredEvent event) {
        try {
            return event.tellsStatus()
                    && JobStatus.valueOf(json.readTree(event.data()).path("to").asText())
                            .isTerminal();
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("Event " + event.eventId() + " cannot be read", defect);
        }
    }

    private final class Reader {

        private final long jobId;
        private long sequence;
        private final Term term;
        private boolean ended;
        private int quietLooks;

        Reader(long jobId, long sequence, boolean ended, Caller caller) {
            this.jobId = jobId;
            this.sequence = sequence;
            this.ended = ended;
            this.term = new Term(caller.until());
        }

        Multi<List<StoredEvent>> events() {
            if (ended) {
                return Multi.createFrom().empty();
            }
            var wait = new EventWait(signal, vertx);
            return Multi.createBy()
                    .repeating()
                    .uni(() -> look(wait))
                    .whilst(brought -> !ended && !stop.isAsked() && !term.isOver())
                    .onTermination()
                    .invoke(wait::close);
        }

        private Uni<List<StoredEvent>> look(EventWait wait) {
            if (term.isOver()) {
                return Uni.createFrom().item(List.of());
            }
            return log.statusEventsOf(jobId, sequence, MOST_AT_ONCE)
                    .invoke(this::take)
                    .call(events -> events.isEmpty()
                            ? wait.next(term.left()).call(this::askForTheJob)
                            : Uni.createFrom().voidItem());
        }

        private void take(List<StoredEvent> events) {
            quietLooks = events.isEmpty() ? quietLooks + 1 : 0;
            if (!events.isEmpty()) {
                var last = events.get(events.size() - 1);
                sequence = last.sequence();
                ended = events.stream().anyMatch(JobEvents.this::tellsEnd);
            }
        }

        /** Events may be gone before the job is: then it is the job that says that nothing more comes. */
        private Uni<Void> askForTheJob() {
            if (quietLooks % QUIET_LOOKS != 1) {
                return Uni.createFrom().voidItem();
            }
            return jobs.job(jobId)
                    .chain(job -> job.status().isTerminal()
                            ? log.statusEventsOf(jobId, sequence, 1)
                            : Uni.createFrom().nullItem())
                    .invoke(left -> ended = left != null && left.isEmpty())
                    .onFailure(com.relativity.sync.problem.JobNotFound.class)
                    .recoverWithItem(() -> {
                        ended = true;
                        return List.of();
                    })
                    .replaceWithVoid();
        }
    }

    private final class AllReader {

        private final Set<Long> workspaces;
        private final Term term;
        private final List<StoredEvent> newest;
        private final java.util.Map<Long, Long> shown = new java.util.HashMap<>();
        private Look look;

        AllReader(Long workspaceId, Caller caller, Look look, List<StoredEvent> newest) {
            this.workspaces = workspaces(workspaceId, caller);
            this.term = new Term(caller.until());
            this.look = look;
            this.newest = newest;
            newest.forEach(event -> shown.put(event.jobId(), event.sequence()));
        }

        Multi<List<StoredEvent>> events() {
            var wait = new EventWait(signal, vertx);
            Multi<List<StoredEvent>> live = Multi.createBy()
                    .repeating()
                    .uni(() -> look(wait))
                    .whilst(brought -> !stop.isAsked() && !term.isOver());
            return Multi.createBy()
                    .concatenating()
                    .streams(Multi.createFrom().item(newest), live)
                    .onTermination()
                    .invoke(wait::close);
        }

        private Uni<List<StoredEvent>> look(EventWait wait) {
            if (term.isOver()) {
                return Uni.createFrom().item(List.of());
            }
            return log.look(look, workspaces, MOST_AT_ONCE)
                    .invoke(next -> look = next)
                    .call(next -> next.events().isEmpty()
                            ? wait.next(term.left())
                            : Uni.createFrom().voidItem())
                    .map(next -> next.events().stream().filter(this::isNew).toList());
        }

        private boolean isNew(StoredEvent event) {
            return event.sequence() > shown.getOrDefault(event.jobId(), 0L);
        }
    }
}
