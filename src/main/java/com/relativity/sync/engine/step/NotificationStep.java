package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.history.JobErrors;

/** Tells by a job error that the mail which was asked for at the end of the job is not sent: this version has no mailer. */
@ApplicationScoped
public class NotificationStep implements Step {

    private static final Logger LOG = Logger.getLogger(NotificationStep.class);

    private final JobErrors errors;

    NotificationStep(JobErrors errors) {
        this.errors = errors;
    }

    @Override
    public String id() {
        return "notification";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        int addresses = run.configuration().emailNotifications().emails().size();
        if (addresses == 0) {
            return Uni.createFrom().item(StepOutcome.SKIPPED);
        }
        LOG.warnf("Job %d asked for mail to %d addresses; this version sends none", run.jobId(), addresses);
        return errors.add(
                        run.jobId(),
                        "No mail was sent to the " + addresses
                                + " addresses of this job: this version sends none. The job itself is not affected.")
                .replaceWith(StepOutcome.COMPLETED);
    }
}
