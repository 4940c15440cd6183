package com.relativity.sync.engine;

import java.util.List;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.engine.step.CleanupStep;
import com.relativity.sync.engine.step.FinalizationStep;
import com.relativity.sync.engine.step.MetricsStep;
import com.relativity.sync.engine.step.NotificationStep;
import com.relativity.sync.engine.step.StatusConsolidationStep;
import com.relativity.sync.history.JobErrors;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.problem.LeaseLost;
import com.relativity.sync.problem.ProblemException;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.problem.Violation;

/**
 * Takes a run through its steps.
 *
 * <ol>
 *   <li>The steps of the flow in order ({@link FlowSteps}), until one fails or a wish of {@link RunControl} was followed.
 *   <li>Unless the run was drained, the closing steps: status consolidation ends the job, metrics count it while notification tells people,
 *       cleanup forgets what only the run needed.
 * </ol>
 *
 * A dependency that is away is no end: the failure comes out, and the same run can be taken through the pipeline again.
 */
@ApplicationScoped
public class Pipeline {

    private static final Logger LOG = Logger.getLogger(Pipeline.class);

    private final FlowSteps steps;
    private final FinalizationStep finalization;
    private final StatusConsolidationStep consolidation;
    private final MetricsStep metrics;
    private final NotificationStep notification;
    private final CleanupStep cleanup;
    private final RunLedger ledger;
    private final JobErrors errors;

    Pipeline(
            FlowSteps steps,
            FinalizationStep finalization,
            StatusConsolidationStep consolidation,
            MetricsStep metrics,
            NotificationStep notification,
            CleanupStep cleanup,
            RunLedger ledger,
            JobErrors errors) {
        this.steps = steps;
        this.finalization = finalization;
        this.consolidation = consolidation;
        this.metrics = metrics;
        this.notification = notification;
        this.cleanup = cleanup;
        this.ledger = ledger;
        this.errors = errors;
    }

    /** Fails with {@link LeaseLost} when the job is not this run's any more, and with a failure that a retry helps. */
    public Uni<RunResult> run(Run run) {
        List<Step> way = steps.of(run.job().flow());
        return from(0, way, run)
                .flatMap(left -> left == StepOutcome.CANCELLED
                        ? unlessDone(way, run)
                        : Uni.createFrom().item(left))
                .map(RunEnd::of)
                // A process that ends takes things away from its runs; that is no fault of the job.
                .onFailure(failure -> run.control().drainRequested() && !(failure instanceof ProblemException))
                .recoverWithItem(failure -> interrupted(run, failure))
                .onFailure(Pipeline::endsTheJob)
                .recoverWithItem(failure -> failed(run, failure))
                .flatMap(end -> end.paused()
                        ? Uni.createFrom().item(RunResult.PAUSED)
                        : close(run, end).replaceWith(RunResult.ENDED));
    }

    /** Ends the job as failed without a step: what it has written stays and is counted. */
    public Uni<RunResult> fail(Run run, String message) {
        return close(run, new RunEnd(HistoryStatus.Failed, message)).replaceWith(RunResult.ENDED);
    }

    private Uni<StepOutcome> from(int index, List<Step> way, Run run) {
        if (index == way.size()) {
            return Uni.createFrom().item(StepOutcome.COMPLETED);
        }
        Step step = way.get(index);
        if (!step.hasWork(run)) {
            return from(index + 1, way, run);
        }
        // The last one closes the destination: all items are done by then, and a wish that comes so late changes
        // nothing.
        boolean isLast = index == way.size() - 1;
        if (run.control().leaveRequested() && !isLast) {
            return Uni.createFrom().item(run.control().stopRequested() ? StepOutcome.CANCELLED : StepOutcome.PAUSED);
        }
        Uni<StepOutcome> outcome = ledger.atStep(
                        run.key(), step.id(), run.trace().traceparent())
                .chain(() -> run.trace().within("step " + step.id(), part -> step.run(run.in(part))));
        return (isLast ? outcome : unlessStopped(run, outcome))
                .invoke(left -> LOG.debugf("Job %d, step %s: %s", run.jobId(), step.id(), left))
                .flatMap(left -> left.endsThePipeline() ? Uni.createFrom().item(left) : from(index + 1, way, run));
    }

    /**
     * A stop cancels the step's subscription, whatever it waits for. What the step has sent may still be committed; closing the destination
     * comes after it, keeps out what is later, and counts all there is.
     */
    private static Uni<StepOutcome> unlessStopped(Run run, Uni<StepOutcome> step) {
        return Uni.combine().any().of(step, run.control().stopped().replaceWith(StepOutcome.CANCELLED));
    }

    /** A stop that was followed when all items were done changes nothing: the run goes on with its last step. */
    private Uni<StepOutcome> unlessDone(List<Step> way, Run run) {
        return finalization
                .closeWrites(run)
                .chain(() -> ledger.isDone(run.jobId()))
                .flatMap(done ->
                        done ? from(way.size() - 1, way, run) : Uni.createFrom().item(StepOutcome.CANCELLED));
    }

    private Uni<Void> close(Run run, RunEnd end) {
        return run.trace()
                .within("step " + consolidation.id(), part -> consolidation.end(run.in(part), end))
                .flatMap(ended -> Uni.combine()
                        .all()
                        .unis(
                                noted(run, metrics.id(), metrics.run(ended)),
                                noted(run, notification.id(), notification.run(run)))
                        .discardItems()
                        .chain(() -> noted(run, cleanup.id(), cleanup.run(run))));
    }

    /** A failed closing step changes nothing of what was transferred, but people should know. */
    private Uni<Void> noted(Run run, String step, Uni<?> closing) {
        return run.trace()
                .within("step " + step, part -> closing.replaceWithVoid())
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "Job %d has ended, but its %s failed", run.jobId(), step);
                    return errors.add(
                                    run.jobId(),
                                    "The job has ended, but its " + step
                                            + " failed. Nothing is missing in the destination.")
                            .onFailure()
                            .invoke(lost ->
                                    LOG.errorf(lost, "Job %d: its failed %s could not be noted", run.jobId(), step))
                            .onFailure()
                            .recoverWithNull();
                });
    }

    private static RunEnd interrupted(Run run, Throwable failure) {
        LOG.infof(failure, "Job %d was interrupted by the drain and goes on elsewhere", run.jobId());
        return RunEnd.of(StepOutcome.PAUSED);
    }

    private static boolean endsTheJob(Throwable failure) {
        return !(failure instanceof LeaseLost)
                && !(failure instanceof ProblemException problem && problem.retryHelps());
    }

    private static RunEnd failed(Run run, Throwable failure) {
        if (failure instanceof RulesViolated violated) {
            String message =
                    violated.violations().stream().map(Violation::message).collect(Collectors.joining("\n"));
            return new RunEnd(HistoryStatus.ValidationFailed, message);
        }
        if (failure instanceof ProblemException problem) {
            LOG.warnf("Job %d failed: %s", run.jobId(), problem.getMessage());
            return new RunEnd(HistoryStatus.Failed, problem.getMessage());
        }
        LOG.errorf(failure, "Job %d failed by a defect", run.jobId());
        return new RunEnd(
                HistoryStatus.Failed,
                "The job failed by an internal error; what was transferred stays. The log of the agent says more under job "
                        + run.jobId() + ".");
    }
}
