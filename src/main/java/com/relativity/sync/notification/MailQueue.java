package com.relativity.sync.notification;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import com.relativity.sync.history.JobErrors;
import com.relativity.sync.job.JobStatus;
import com.relativity.sync.sql.Intervals;
import com.relativity.sync.sql.Transactions;

/** Mail of ended jobs until it is sent: who takes it up, and when it is tried again. */
@ApplicationScoped
public class MailQueue {

    /** Part of a statement that ends jobs: one mail for each address of those of its {@code j} that have ended. */
    public static final String OF_ENDED_JOBS = """
            insert into job_mail (job_id, address, next_try_at)
            select distinct j.job_id, address #>> '{}', now()
              from j join sync_configuration c on c.configuration_id = j.job_id
                     cross join jsonb_path_query(c.parameters, '$.emailNotifications.emails[*] ? (@.type() == "string")') as address
             where j.ended_at is not null""";

    // What is due is locked for this statement only; from its commit on, nobody else finds it due.
    private static final String CLAIM = """
            with due as (
              select job_id, address from job_mail
               where status = 'Waiting' and %s
               order by next_try_at limit $1 for update skip locked),
            m as (
              update job_mail m set tries = tries + 1, next_try_at = now() + make_interval(secs => $2)
                from due where m.job_id = due.job_id and m.address = due.address
              returning m.*)
            select m.job_id, m.address, m.message_id, m.tries, m.tries > 1 and j.ended_at + make_interval(secs => $3) < now() as stale,
                   j.job_name, j.status, j.workspace_id, j.destination_workspace_id, h.total, h.transferred, h.failed, j.message
              from m join sync_job j on j.job_id = m.job_id join job_history h on h.job_history_id = m.job_id
            """;

    private static final String CLAIM_OF_JOB = CLAIM.formatted("job_id = $4 and next_try_at <= now()");
    private static final String CLAIM_ANY = CLAIM.formatted("next_try_at <= now()");
    private static final String CLAIM_UNTRIED =
            CLAIM.formatted("tries = 0 and next_try_at <= now() - make_interval(secs => $4)");

    // Whoever has taken the mail up since then, it is sent.
    private static final String SENT =
            "update job_mail set status = 'Sent', why = null where job_id = $1 and address = $2 and status = 'Waiting'";

    // The last try is when the time is over. Tries of many mails go apart, each by another part of the pause.
    private static final String FAILED = """
            update job_mail m
               set why = $4,
                   status = case when now() < e.until then 'Waiting' else 'GivenUp' end,
                   next_try_at = least(greatest(e.until, now()), now() + make_interval(secs => $5) * (0.7 + (hashtext(m.address || m.tries) & 63) / 100.0::float8))
              from (select ended_at + make_interval(secs => $6) as until from sync_job where job_id = $1) e
             where m.job_id = $1 and m.address = $2 and m.tries = $3 and m.status = 'Waiting'
            returning m.status
            """;

    // All rows of the job change at once, so of several processes one tells.
    private static final String TELL = """
            with m as (
              update job_mail set told = true
               where job_id = $1 and not told
                 and exists (select 1 from job_mail where job_id = $1 and status <> 'Sent' and why is not null)
              returning status, why)
            select count(*) as addresses, count(*) filter (where status <> 'Sent' and why is not null) as unsent, max(why) as why,
                   (select ended_at + make_interval(secs => $2) from sync_job where job_id = $1) as until
              from m having count(*) > 0
            """;

    private final Transactions transactions;
    private final JobErrors errors;
    private final MailSettings settings;

    MailQueue(Transactions transactions, JobErrors errors, MailSettings settings) {
        this.transactions = transactions;
        this.errors = errors;
        this.settings = settings;
    }

    /** Takes mails up that are due, those that have waited longest; for as long as the claim lasts nobody else does. */
    Uni<List<DueMail>> claim() {
        return transactions.query(CLAIM_ANY, claimed()).map(MailQueue::mails);
    }

    /** The same for mails of one job. */
    Uni<List<DueMail>> claimOf(long jobId) {
        return transactions.query(CLAIM_OF_JOB, claimed().addLong(jobId)).map(MailQueue::mails);
    }

    /** The same for mails that nobody has taken up although they were due for {@code age}. */
    Uni<List<DueMail>> claimUntried(Duration age) {
        return transactions
                .query(CLAIM_UNTRIED, claimed().addDouble(Intervals.seconds(age)))
                .map(MailQueue::mails);
    }

    private Tuple claimed() {
        return Tuple.tuple()
                .addInteger(settings.atOnce())
                .addDouble(Intervals.seconds(settings.claim()))
                .addDouble(Intervals.seconds(settings.patience()));
    }

    Uni<Void> sent(DueMail mail) {
        return transactions.query(SENT, Tuple.of(mail.jobId(), mail.address())).replaceWithVoid();
    }

    /** Answers whether it will be tried again. Changes nothing where somebody else has taken the mail up since. */
    Uni<Boolean> failed(DueMail mail, String why) {
        return transactions
                .query(
                        FAILED,
                        Tuple.of(
                                mail.jobId(),
                                mail.address(),
                                mail.tries(),
                                why,
                                Intervals.seconds(pause(mail.tries())),
                                Intervals.seconds(settings.patience())))
                .map(rows ->
                        rows.stream().noneMatch(row -> row.getString("status").equals("GivenUp")));
    }

    private Duration pause(int tries) {
        Duration longest = settings.longestPause();
        Duration pause = settings.firstPause();
        for (int failed = 1; failed < tries && pause.compareTo(longest) < 0; failed++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** Lets a job error say that mail of the job is not sent; one a job, however often and by whom it is called. */
    Uni<Void> tellUnsent(long jobId) {
        return transactions.inOne(transaction -> transaction
                .preparedQuery(TELL)
                .execute(Tuple.of(jobId, Intervals.seconds(settings.patience())))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : errors.add(transaction, jobId, message(rows.iterator().next()))));
    }

    private static String message(Row row) {
        var until = row.getOffsetDateTime("until")
                .withOffsetSameInstant(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS);
        return "Mail to %d of %d addresses of this job could not be sent yet: %s. It is tried again until %s; the job itself is not affected."
                .formatted(row.getLong("unsent"), row.getLong("addresses"), row.getString("why"), until);
    }

    private static List<DueMail> mails(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new DueMail(
                        row.getLong("job_id"),
                        row.getString("address"),
                        row.getUUID("message_id"),
                        row.getInteger("tries"),
                        row.getBoolean("stale"),
                        row.getString("job_name"),
                        JobStatus.valueOf(row.getString("status")),
                        row.getLong("workspace_id"),
                        row.getLong("destination_workspace_id"),
                        row.getLong("total"),
                        row.getLong("transferred"),
                        row.getLong("failed"),
                        row.getString("message")))
                .toList();
    }
}
