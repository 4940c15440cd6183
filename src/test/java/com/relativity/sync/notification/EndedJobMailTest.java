package com.relativity.sync.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.history.RunLedger;
import com.relativity.sync.history.Snapshots;
import com.relativity.sync.history.TakenBatch;
import com.relativity.sync.job.DocumentConfiguration;
import com.relativity.sync.job.HistoryStatus;
import com.relativity.sync.job.Job;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.job.RunKey;
import com.relativity.sync.job.Submitter;
import com.relativity.sync.job.SyncConfiguration.EmailNotifications;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.Cancellation;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.joblist.JobEnding;
import com.relativity.sync.joblist.JobList;
import com.relativity.sync.joblist.NewJob;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.Workspaces;
import com.relativity.sync.support.Case;
import com.relativity.sync.support.Configurations;
import com.relativity.sync.support.Mailbox;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Workspace;

import static com.relativity.sync.support.Waiting.now;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Mail of ended jobs over a real mail server. */
@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
@TestProfile(WithMail.class)
class EndedJobMailTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @ConfigProperty(name = "quarkus.mailer.port")
    int port;

    @Inject
    EndedJobMail mail;

    @Inject
    MailQueue queue;

    @Inject
    JobList jobs;

    @Inject
    JobClaims claims;

    @Inject
    JobEnding ending;

    @Inject
    Cancellation cancellation;

    @Inject
    AgentRegistry agents;

    @Inject
    RunLedger ledger;

    @Inject
    Snapshots snapshots;

    @Inject
    Workspaces workspaces;

    @Inject
    Transactions transactions;

    private Mailbox mailbox;
    private Workspace source;
    private Workspace destination;

    @BeforeEach
    void anEmptyListAndAServer() {
        sql("delete from sync_job");
        mailbox = Mailbox.on(port).listen();
        source = now(workspaces.create("Löwe"));
        destination = now(workspaces.create("Destination"));
    }

    @AfterEach
    void stopTheServer() {
        mailbox.close();
    }

    @Test
    @Rule("7.each-address")
    @Rule("7.body.sentence")
    @Rule("7.body.names")
    @Rule("7.body.counts")
    @Rule("5.instance-name")
    void eachAddressGetsAPlainMailOfItsOwn_thatNamesJobWorkspacesAndCounts() throws Exception {
        long jobId = ended("Weekly push", HistoryStatus.Completed, null, "a@b.example", "c@d.example", "a@b.example");

        now(mail.sendOf(jobId));

        assertThat(
                mailbox.taken().stream().map(Mailbox.Taken::recipients).toList(),
                containsInAnyOrder(List.of("a@b.example"), List.of("c@d.example")));
        var first = mailbox.of("a@b.example").get(0);
        assertEquals(WithMail.SENDER, first.sender());
        assertEquals(List.of("a@b.example"), first.header("To"));
        assertEquals("", String.join("", first.header("Cc")));
        assertEquals(List.of(), first.header("Bcc"));
        assertTrue(first.message().isMimeType("text/plain"));
        assertThat(first.message().getContentType().toLowerCase(java.util.Locale.ROOT), containsString("utf-8"));
        assertEquals("""
                The Relativity job 'Weekly push' has successfully completed.

                Name: Weekly push
                Source Workspace: Harbor Lane - Löwe - %d
                Destination Workspace: Harbor Lane - Destination - %d
                Total: 3
                Transferred: 2
                Failed: 1
                """.formatted(source.workspaceId(), destination.workspaceId()), first.text());
    }

    @Test
    @Rule("7.subject.completed")
    void theSubjectSays_thatTheJobHasCompleted() {
        assertEquals("Relativity Job successfully completed for 'Push'", subject(HistoryStatus.Completed, null));
    }

    @Test
    @Rule("7.subject.with-errors")
    void theSubjectSays_thatTheJobHasCompletedWithErrors() {
        assertEquals(
                "Relativity Job completed with errors for 'Push'", subject(HistoryStatus.CompletedWithErrors, null));
    }

    @Test
    @Rule("7.subject.failed")
    @Rule("7.body.error")
    void theSubjectSays_thatTheJobHasFailed_andTheBodyWhy() {
        assertEquals(
                "Relativity Job failed for 'Push'", subject(HistoryStatus.Failed, "The share is gone.\nMount it."));
        assertThat(mailbox.taken().get(0).text(), containsString("\nError: The share is gone.\nMount it.\n"));
    }

    @Test
    @Rule("7.subject.failed")
    @Rule("7.body.error")
    void aFailedValidation_isAFailureToo() {
        assertEquals(
                "Relativity Job failed for 'Push'", subject(HistoryStatus.ValidationFailed, "Field 'Note' is gone."));
        assertThat(mailbox.taken().get(0).text(), containsString("\nError: Field 'Note' is gone.\n"));
    }

    @Test
    @Rule("7.subject.stopped")
    void theSubjectSays_thatTheJobWasStopped() {
        assertEquals("Relativity Job stopped for 'Push'", subject(HistoryStatus.Stopped, null));
        assertThat(mailbox.taken().get(0).text(), startsWith("The Relativity job 'Push' was stopped.\n"));
    }

    @Test
    @Rule("7.subject.stopped")
    void aJobThatIsCancelledBeforeAnAgentHadIt_isToldByTheRounds() {
        long jobId = added("Push", "a@b.example");

        now(cancellation.request(jobId, "someone"));
        now(mail.round());

        assertEquals("Relativity Job stopped for 'Push'", mailbox.taken().get(0).subject());
        assertThat(mailbox.taken().get(0).text(), containsString("Total: not known\n"));
    }

    @Test
    @Rule("7.once")
    void howeverManySendAtOnce_anAddressGetsOneMail() {
        var addresses =
                IntStream.range(0, 12).mapToObj(i -> "a" + i + "@b.example").toArray(String[]::new);
        long jobId = ended("Push", HistoryStatus.Completed, null, addresses);

        now(Uni.join()
                .all(IntStream.range(0, 8)
                        .mapToObj(i -> i % 2 == 0 ? mail.sendOf(jobId) : untilNothingIsDue())
                        .toList())
                .andFailFast());
        now(mail.sendOf(jobId));

        assertThat(mailbox.taken().stream().map(Mailbox.Taken::to).toList(), containsInAnyOrder((Object[]) addresses));
    }

    @Test
    @Rule("7.not-when-drained")
    void aJobThatGoesBackToTheList_hasNoMail() {
        long jobId = added("Push", "a@b.example");
        var run = claimed(jobId);

        now(claims.suspending(run));
        now(claims.handBack(run));
        now(mail.sendOf(jobId));
        now(mail.round());

        assertThat(mailbox.taken(), empty());
        now(ending.end(claimed(jobId), HistoryStatus.Failed, "Later."));
        now(mail.sendOf(jobId));
        assertThat(mailbox.taken(), hasSize(1));
    }

    @Test
    @Rule("7.unsent.told")
    @Rule("7.unsent.again")
    @Rule("7.unsent.status")
    void whileTheServerIsAway_theJobErrorSaysSoOnce_andTheMailIsSentWhenItIsBack() {
        mailbox.stopListening();
        long jobId = ended("Push", HistoryStatus.Completed, null, "a@b.example", "c@d.example");

        now(mail.sendOf(jobId));
        Awaitility.await().atMost(LIMIT).until(() -> {
            now(untilNothingIsDue());
            return tries(jobId) >= 3;
        });

        assertThat(
                errors(jobId), everyItem(startsWith("Mail to 2 of 2 addresses of this job could not be sent yet: ")));
        assertThat(errors(jobId), hasSize(1));
        assertEquals(JobStatus.Completed, now(jobs.job(jobId)).status());
        mailbox.listen();
        Awaitility.await().atMost(LIMIT).until(() -> {
            now(untilNothingIsDue());
            return mailbox.taken().size() == 2;
        });
        assertThat(errors(jobId), hasSize(1));
    }

    @Test
    @Rule("7.unsent.told")
    void anAddressThatIsRefused_keepsNoOtherFromItsMail() {
        mailbox.refuse("nobody@b.example", 550, "no such user <nobody@b.example> here");
        long jobId = ended("Push", HistoryStatus.Completed, null, "a@b.example", "nobody@b.example", "c@d.example");

        var logged = loggedBy(() -> now(mail.sendOf(jobId)));

        assertThat(
                mailbox.taken().stream().map(Mailbox.Taken::to).toList(),
                containsInAnyOrder("a@b.example", "c@d.example"));
        assertThat(errors(jobId).get(0), startsWith("Mail to 1 of 3 addresses"));
        assertThat(errors(jobId).get(0), containsString("no such user the address here"));
        assertThat(logged, hasSize(1));
        assertThat(logged, everyItem(not(containsString("nobody@b.example"))));
        mailbox.accept("nobody@b.example");
        Awaitility.await().atMost(LIMIT).until(() -> {
            now(untilNothingIsDue());
            return mailbox.of("nobody@b.example").size() == 1;
        });
    }

    @Test
    @Rule("7.unsent.again")
    void aServerThatDoesNotAnswer_isWaitedForNoLongerThanTheLimit() {
        mailbox.hold();
        long jobId = ended("Push", HistoryStatus.Completed, null, "a@b.example");

        now(mail.sendOf(jobId));

        assertThat(errors(jobId).get(0), containsString("has not answered within PT1S"));
    }

    @Test
    @Rule("7.unsent.again")
    void mailIsGivenUp_whenItsTimeIsOver() {
        mailbox.stopListening();
        long jobId = ended("Push", HistoryStatus.Completed, null, "a@b.example");
        sql("update sync_job set ended_at = now() - interval '3 days' where job_id = " + jobId);

        now(mail.sendOf(jobId));

        assertEquals("GivenUp", status(jobId));
        mailbox.listen();
        now(mail.round());
        assertThat(mailbox.taken(), empty());
    }

    @Test
    @Rule("7.once")
    void aProcessThatDiesBeforeItSends_leavesTheMailToAnother_whenItsClaimIsOver() {
        long jobId = ended("Push", HistoryStatus.Completed, null, "a@b.example");
        assertThat(now(queue.claimOf(jobId)), hasSize(1));

        now(mail.sendOf(jobId));
        assertThat(mailbox.taken(), empty());
        Awaitility.await().atMost(LIMIT).until(() -> {
            now(mail.round());
            return !mailbox.taken().isEmpty();
        });

        assertThat(mailbox.taken(), hasSize(1));
        assertEquals("Sent", status(jobId));
    }

    @Test
    @Rule("7.once")
    void aProcessThatDiesAfterTheServersAnswer_isFollowedByTheSameMail() {
        long jobId = ended("Push", HistoryStatus.Completed, null, "a@b.example");
        now(mail.sendOf(jobId));
        // As it is where the note of the answer was lost.
        sql("update job_mail set status = 'Waiting', next_try_at = now() where job_id = " + jobId);

        now(mail.round());

        assertThat(mailbox.taken(), hasSize(2));
        assertEquals(
                1,
                mailbox.taken().stream()
                        .map(one -> one.header("Message-ID"))
                        .distinct()
                        .count());
    }

    @Test
    void twoAddresses_haveMailsThatReceiversTellApart() {
        now(mail.sendOf(ended("Push", HistoryStatus.Completed, null, "a@b.example", "c@d.example")));

        assertEquals(
                2,
                mailbox.taken().stream()
                        .map(one -> one.header("Message-ID"))
                        .distinct()
                        .count());
        assertTrue(mailbox.taken().get(0).header("Message-ID").get(0).endsWith("@harborlane.example>"));
    }

    /** The rules keep such names out; nothing of a mail depends on it. */
    @Test
    void noNameOrAddress_canAddAHeaderOrARecipient() {
        long jobId = ended(
                "Push\r\nBcc: spy@b.example\r\n\r\nHello\u2028Subject: other",
                HistoryStatus.Failed,
                "why\r\n.\r\nQUIT\r\n",
                "a@b.example",
                "c@d.example>\r\nRCPT TO:<spy@b.example",
                "e@f.example\r\nBcc: spy@b.example",
                "g@h.example, spy@b.example");

        now(mail.sendOf(jobId));

        assertThat(mailbox.taken(), hasSize(1));
        var taken = mailbox.taken().get(0);
        assertEquals(List.of("a@b.example"), taken.recipients());
        assertEquals(List.of(), taken.header("Bcc"));
        assertThat(taken.header("Subject"), hasSize(1));
        assertEquals("Relativity Job failed for 'Push  Bcc: spy@b.example    Hello Subject: other'", taken.subject());
        assertThat(taken.text(), containsString("\nError: why\n.\nQUIT\n"));
        assertThat(errors(jobId), hasSize(2));
    }

    @Test
    void aNameInAnyScript_arrivesWhole() {
        String name = "Löwe 検索 𝒳 ".repeat(25) + "end";

        now(mail.sendOf(ended(name, HistoryStatus.Completed, null, "a@b.example")));

        var taken = mailbox.taken().get(0);
        assertEquals("Relativity Job successfully completed for '" + name + "'", taken.subject());
        assertThat(taken.text(), containsString("\nName: " + name + "\n"));
    }

    @Test
    void aWorkspaceThatHasGone_keepsNoMailBack() {
        sql("delete from sync_job");
        long jobId = now(jobs.add(new NewJob(
                        Configurations.workspaceId(),
                        configuration("Push", 4_000_000L, "a@b.example"),
                        new Submitter("anonymous", true))))
                .job()
                .jobId();
        now(ending.end(claimed(jobId), HistoryStatus.Failed, "Workspace 4000000 is gone."));

        now(mail.sendOf(jobId));

        assertThat(
                mailbox.taken().get(0).text(),
                containsString("Destination Workspace: Harbor Lane - (no longer there) - 4000000\n"));
    }

    @Test
    void mailGoesWithTheRecordOfItsJob() {
        long jobId = ended("Push", HistoryStatus.Completed, null, "a@b.example");

        sql("delete from sync_job where job_id = " + jobId);

        assertEquals(
                0,
                now(transactions.query("select 1 from job_mail", Tuple.tuple())).size());
    }

    private String subject(HistoryStatus outcome, String message) {
        now(mail.sendOf(ended("Push", outcome, message, "a@b.example")));
        return mailbox.taken().get(0).subject();
    }

    private long added(String name, String... addresses) {
        var configuration = configuration(name, destination.workspaceId(), addresses);
        return now(jobs.add(new NewJob(source.workspaceId(), configuration, new Submitter("anonymous", true))))
                .job()
                .jobId();
    }

    private static DocumentConfiguration configuration(String name, long destination, String... addresses) {
        var any = Configurations.document(UUID.randomUUID().toString(), 3);
        return new DocumentConfiguration(
                any.correlationId(),
                name,
                destination,
                any.fieldsMapping(),
                null,
                new EmailNotifications(List.of(addresses)),
                null,
                any.priority(),
                null,
                null,
                any.documentOptions(),
                null,
                null);
    }

    private RunKey claimed(long jobId) {
        var agent = now(agents.register("agent-of-the-test", 4, LEASE));
        var claim = now(claims.claim(agent, 0)).orElseThrow();
        assertEquals(jobId, claim.job().jobId());
        return claim.run();
    }

    /** Two items are transferred and one fails, unless the job fails before. */
    private long ended(String name, HistoryStatus outcome, String message, String... addresses) {
        long jobId = added(name, addresses);
        var run = claimed(jobId);
        if (outcome != HistoryStatus.ValidationFailed) {
            now(snapshots.begin(run));
            now(snapshots.append(run, 0, List.of(1L, 2L, 3L)));
            now(snapshots.complete(run, 3));
            now(claims.validated(run));
            now(ledger.partition(run, 10));
            now(ledger.record(
                    run, new TakenBatch(0, 3, 2, 100, 0, List.of(new TakenBatch.FailedItem(null, "D-3", "refused")))));
        }
        if (outcome == HistoryStatus.Stopped) {
            now(cancellation.request(jobId, "someone"));
        }
        Job job = now(ending.end(run, outcome, message));
        assertEquals(outcome, job.historyStatus());
        return jobId;
    }

    private Uni<Void> untilNothingIsDue() {
        return Uni.createFrom()
                .deferred(mail::round)
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private int tries(long jobId) {
        return now(transactions.query("select max(tries) from job_mail where job_id = $1", Tuple.of(jobId)))
                .iterator()
                .next()
                .getInteger(0);
    }

    private String status(long jobId) {
        return now(transactions.query("select status from job_mail where job_id = $1", Tuple.of(jobId)))
                .iterator()
                .next()
                .getString(0);
    }

    /** What job errors say of the job's mail. */
    private List<String> errors(long jobId) {
        return Case.get("/api/sync/v1/job-history/" + jobId + "/errors?type=job")
                .getList("items.message");
    }

    private void sql(String statement) {
        now(transactions.query(statement, Tuple.tuple()));
    }

    /** What the room writes into the log meanwhile, arguments filled in. */
    private static List<String> loggedBy(Runnable work) {
        var lines = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(ExtLogRecord.wrap(line).getFormattedMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger room = Logger.getLogger(EndedJobMail.class.getPackageName());
        room.addHandler(handler);
        try {
            work.run();
        } finally {
            room.removeHandler(handler);
        }
        return lines;
    }
}
