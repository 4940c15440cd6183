package com.relativity.sync.notification;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.problem.DependencyDown;

/**
 * Sends the mail of ended jobs. A mail is sent again only where a process died, or lost the database for longer than the claim, between the
 * server's answer and the note of it; it then has the same {@code Message-ID}.
 */
@ApplicationScoped
public class EndedJobMail {

    private static final Logger LOG = Logger.getLogger(EndedJobMail.class);

    /** So long a process without a mail server leaves mails to others, who may have one. */
    private static final Duration LEFT_TO_OTHERS = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final MailQueue queue;
    private final MailServer server;
    private final WorkspaceNames names;
    private final MailSettings settings;
    private final MeterRegistry metrics;
    private final LongSupplier nanoTime;

    @Inject
    EndedJobMail(
            MailQueue queue, MailServer server, WorkspaceNames names, MailSettings settings, MeterRegistry metrics) {
        this(queue, server, names, settings, metrics, System::nanoTime);
    }

    /** @param nanoTime a clock that does not jump */
    EndedJobMail(
            MailQueue queue,
            MailServer server,
            WorkspaceNames names,
            MailSettings settings,
            MeterRegistry metrics,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.server = server;
        this.names = names;
        this.settings = settings;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** One portion of what is due, whosever it is. Answers whether there may be more at once. */
    public Uni<Boolean> round() {
        return send(() -> server.isSet() ? queue.claim() : queue.claimUntried(LEFT_TO_OTHERS))
                .map(portion -> portion.mails() == settings.atOnce());
    }

    /**
     * Sends the mail of a job that has just ended, until the first failure or for as long as the end of a run may take; the rounds see to what
     * is left.
     */
    public Uni<Void> sendOf(long jobId) {
        long begin = nanoTime.getAsLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> send(() -> queue.claimOf(jobId)))
                .whilst(portion ->
                        portion.mails() == settings.atOnce() && portion.allSent() && isWithin(settings.atEnd(), begin))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private record Portion(int mails, boolean allSent) {}

    private record Outcome(long jobId, boolean sent) {}

    private Uni<Portion> send(Supplier<Uni<List<DueMail>>> claim) {
        // Before the claim, so that it is not over sooner than is reckoned with.
        long begin = nanoTime.getAsLong();
        return claim.get()
                .flatMap(mails -> mails.isEmpty()
                        ? Uni.createFrom().item(new Portion(0, true))
                        : Multi.createFrom()
                                .iterable(mails)
                                .onItem()
                                .transformToUni(mail -> send(mail, begin))
                                // What fails for one must not cut off another that the server has taken.
                                .collectFailures()
                                .merge(mails.size())
                                .collect()
                                .asList()
                                .call(this::tell)
                                .map(outcomes -> new Portion(
                                        mails.size(), outcomes.stream().allMatch(Outcome::sent))));
    }

    private Uni<Outcome> send(DueMail mail, long claimedNanos) {
        if (mail.stale()) {
            return failed(mail, "its time was over before it could be tried again");
        }
        // A process that stood still has it no more; who has it now sends it.
        if (!isWithin(settings.claim().minus(settings.timeout()), claimedNanos)) {
            return Uni.createFrom().item(new Outcome(mail.jobId(), true));
        }
        return text(mail)
                .flatMap(text -> server.send(mail, text))
                .onItemOrFailure()
                .transformToUni((taken, failure) ->
                        failure == null ? sent(mail) : failed(mail, MailServer.reason(mail, failure)));
    }

    private Uni<MailText> text(DueMail mail) {
        return names.of(mail.workspaceId())
                .flatMap(source -> names.of(mail.destinationWorkspaceId())
                        .map(destination -> MailText.of(mail, source, destination)));
    }

    private Uni<Outcome> sent(DueMail mail) {
        count("sent");
        LOG.debugf("Job %d: a mail was sent", mail.jobId());
        return queue.sent(mail)
                .onFailure(DependencyDown.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(settings.claim().toMillis())
                .replaceWith(new Outcome(mail.jobId(), true));
    }

    private Uni<Outcome> failed(DueMail mail, String why) {
        return queue.failed(mail, why)
                .invoke(again -> {
                    count(again ? "failed" : "given-up");
                    LOG.warnf(
                            "Job %d: a mail could not be sent, try %d: %s; %s",
                            mail.jobId(), mail.tries(), why, again ? "it is tried again" : "it is given up");
                })
                .replaceWith(new Outcome(mail.jobId(), false));
    }

    private Uni<Void> tell(List<Outcome> outcomes) {
        return Multi.createFrom()
                .iterable(outcomes)
                .filter(outcome -> !outcome.sent())
                .map(Outcome::jobId)
                .select()
                .distinct()
                .onItem()
                .transformToUniAndConcatenate(queue::tellUnsent)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private boolean isWithin(Duration limit, long sinceNanos) {
        return nanoTime.getAsLong() - sinceNanos < limit.toNanos();
    }

    private void count(String outcome) {
        metrics.counter("sync.mails", "outcome", outcome).increment();
    }
}
