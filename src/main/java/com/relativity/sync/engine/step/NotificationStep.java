package com.relativity.sync.engine.step;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.engine.Run;
import com.relativity.sync.engine.Step;
import com.relativity.sync.engine.StepOutcome;
import com.relativity.sync.notification.EndedJobMail;

/** Sends the mail of the job at once. It was written with the end: what is not sent here is sent by the rounds of any process. */
@ApplicationScoped
public class NotificationStep implements Step {

    private static final Logger LOG = Logger.getLogger(NotificationStep.class);

    private final EndedJobMail mail;

    NotificationStep(EndedJobMail mail) {
        this.mail = mail;
    }

    @Override
    public String id() {
        return "notification";
    }

    @Override
    public Uni<StepOutcome> run(Run run) {
        if (run.configuration().emailNotifications().emails().isEmpty()) {
            return Uni.createFrom().item(StepOutcome.SKIPPED);
        }
        return mail.sendOf(run.jobId())
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "Job %d: its mail is sent later", run.jobId()))
                .onFailure()
                .recoverWithNull()
                .replaceWith(StepOutcome.COMPLETED);
    }
}
