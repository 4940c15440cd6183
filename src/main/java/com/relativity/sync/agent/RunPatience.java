package com.relativity.sync.agent;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.smallrye.mutiny.Uni;

import com.relativity.sync.history.RunWaits;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.problem.DependencyDown;

/**
 * For how long a run that cannot go on is tried again. A database that is away cannot be told, so the run ends only where it fails again
 * after the database could be told once: what failed before may have failed because of the database.
 */
final class RunPatience {

    private static final String SLOW =
            "PostgreSQL, which ended a statement that took longer than it may (statement_timeout)";

    private final RunKey run;
    private final RunWaits waits;
    private final AgentSettings settings;
    private final LongSupplier nanoTime;
    private Long untoldSince;
    private boolean told;
    private int slowStatements;

    /** @param nanoTime a clock that does not jump */
    RunPatience(RunKey run, RunWaits waits, AgentSettings settings, LongSupplier nanoTime) {
        this.run = run;
        this.waits = waits;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Notes why the run cannot go on, and answers with why it is to end, where it was tried for long enough. Never fails. */
    Uni<Optional<String>> ends(Throwable failure) {
        if (untoldSince == null) {
            untoldSince = nanoTime.getAsLong();
        }
        return waits.note(run, waitingFor(failure), Duration.ofNanos(nanoTime.getAsLong() - untoldSince))
                .map(noted -> noted.flatMap(wait -> judge(failure, wait)))
                .onFailure()
                .invoke(() -> told = false)
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private Optional<String> judge(Throwable failure, RunWaits.Wait wait) {
        boolean again = told && !wait.isNew();
        untoldSince = null;
        told = true;
        slowStatements = (again ? slowStatements : 0) + (isTooSlow(failure) ? 1 : 0);
        if (slowStatements >= settings.slowStatements()) {
            return Optional.of(tooSlow(wait));
        }
        return again && wait.length().compareTo(settings.patience()) >= 0
                ? Optional.of(tooLong(failure, wait))
                : Optional.empty();
    }

    private static boolean isTooSlow(Throwable failure) {
        return failure instanceof DependencyDown down && down.isTooSlow();
    }

    private static String waitingFor(Throwable failure) {
        if (isTooSlow(failure)) {
            return SLOW;
        }
        return failure instanceof DependencyDown down
                ? down.dependency().replaceFirst("^The ", "the ") + ", which does not answer"
                : "its end to be stored, which fails by an internal error that the log of its agent tells";
    }

    private String tooLong(Throwable failure, RunWaits.Wait wait) {
        return "The job was ended because it had waited since %s, longer than sync.agent.patience (%s), for %s. What was transferred stays. See to that, and %s."
                .formatted(
                        wait.since().truncatedTo(ChronoUnit.SECONDS),
                        settings.patience(),
                        waitingFor(failure),
                        submitTheRest());
    }

    private String tooSlow(RunWaits.Wait wait) {
        return ("The job was ended in its step %s: %d times PostgreSQL ended a statement that took longer than its statement_timeout"
                        + " (quarkus.datasource.reactive.additional-properties.statement_timeout). What was transferred stays. Find out what"
                        + " makes PostgreSQL slow, raise that setting or lower sync.engine.batch-size, and %s.")
                .formatted(wait.step(), slowStatements, submitTheRest());
    }

    private String submitTheRest() {
        return "submit the rest again as a retry of job history " + run.jobId();
    }
}
