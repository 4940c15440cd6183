package com.relativity.sync.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

import com.relativity.sync.deadletter.RedrivenLetters.Place;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.RulesViolated;
import com.relativity.sync.relay.TopicSettings;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.telemetry.LongWork;
import com.relativity.sync.telemetry.WatchSettings;

/**
 * Sends dead letters to the topic they came from: key, value and headers as they were.
 *
 * <p>Letters are marked, sent and committed a piece at a time. The mark is a unique key that others wait for, so two callers at once send a
 * letter once; where the process dies or Kafka fails between sending and commit, the letter stays in the list and may be sent again.
 */
@ApplicationScoped
public class Redrive {

    private static final Logger LOG = Logger.getLogger(Redrive.class);

    private final LetterBroker broker;
    private final RedrivenLetters letters;
    private final RecordWriter writer;
    private final Transactions transactions;
    private final FewAtOnce few;
    private final DeadLetterSettings settings;
    private final WatchSettings watch;
    private final String target;

    Redrive(
            LetterBroker broker,
            RedrivenLetters letters,
            RecordWriter writer,
            Transactions transactions,
            FewAtOnce few,
            DeadLetterSettings settings,
            WatchSettings watch,
            TopicSettings topics) {
        this.broker = broker;
        this.letters = letters;
        this.writer = writer;
        this.transactions = transactions;
        this.few = few;
        this.settings = settings;
        this.watch = watch;
        this.target = topics.jobSubmitted();
    }

    /**
     * All letters that the topic holds by now. Fails with {@link DependencyDown} when Kafka or PostgreSQL does not answer, maybe after some
     * letters were redriven, and with {@link com.relativity.sync.problem.DeadLettersBusy}.
     */
    public Uni<RedriveOutcome> all(String by) {
        return few.run(() -> broker.look().flatMap(topic -> redrive(topic, topic.partitions(), by)));
    }

    /** One letter. Fails as {@link #all}, and with {@link RulesViolated} where there is no such letter. */
    public Uni<RedriveOutcome> one(long partition, long offset, String by) {
        return few.run(() -> broker.look().flatMap(topic -> {
            var offsets = topic.partition(partition)
                    .orElseThrow(() -> new RulesViolated(
                            "partition", "The dead letter topic has no partition " + partition + "."));
            if (!offsets.contains(offset)) {
                throw new RulesViolated(
                        "offset",
                        "There is no dead letter at offset " + offset + " of partition " + partition
                                + "; it never was there, or its retention has ended.");
            }
            var only = new LetterTopic.Offsets(offsets.partition(), offset, offset + 1);
            return redrive(topic, List.of(only), by);
        }));
    }

    private Uni<RedriveOutcome> redrive(LetterTopic topic, List<LetterTopic.Offsets> which, String by) {
        return letters.forgetBefore(topic).chain(() -> letters.of(topic)).flatMap(gone -> {
            long before = which.stream().mapToLong(gone::count).sum();
            var reader = broker.reader(which.stream().map(gone::left).toList());
            var work = LongWork.begun(LOG, watch.progress(), "Redrive of dead letters by " + by);
            return redrive(topic, reader, gone, by, work)
                    .onTermination()
                    .call(() -> broker.onWorker(() -> close(reader)))
                    .map(new RedriveOutcome(0, before)::plus)
                    .invoke(outcome -> work.ended(told(outcome.redriven(), outcome.skipped())))
                    .onFailure()
                    .invoke(work::brokeOff);
        });
    }

    private static String told(long redriven, long skipped) {
        return redriven + " redriven, " + skipped + " skipped";
    }

    private static boolean close(LetterReader reader) {
        reader.close();
        return true;
    }

    private Uni<RedriveOutcome> redrive(
            LetterTopic topic, LetterReader reader, RedrivenOffsets gone, String by, LongWork work) {
        var redriven = new AtomicLong();
        var skipped = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> piece(reader)
                        .call(read -> piece(topic, left(read, gone), by).invoke(outcome -> {
                            redriven.addAndGet(outcome.redriven());
                            skipped.addAndGet(outcome.skipped());
                            work.reached(told(redriven.get(), skipped.get()));
                        })))
                .whilst(read -> !read.isEmpty())
                .collect()
                .last()
                .map(end -> new RedriveOutcome(redriven.get(), skipped.get()));
    }

    private Uni<List<ConsumerRecord<byte[], byte[]>>> piece(LetterReader reader) {
        return broker.onWorker(
                () -> reader.next(System.nanoTime() + settings.timeout().toNanos()));
    }

    private static List<ConsumerRecord<byte[], byte[]>> left(
            List<ConsumerRecord<byte[], byte[]>> read, RedrivenOffsets gone) {
        return read.stream()
                .filter(letter -> !gone.contains(letter.partition(), letter.offset()))
                .toList();
    }

    private Uni<RedriveOutcome> piece(LetterTopic topic, List<ConsumerRecord<byte[], byte[]>> read, String by) {
        var whole = read.stream()
                .filter(letter -> LetterHeaders.holdsRecord(letter.headers()))
                .toList();
        if (whole.isEmpty()) {
            return Uni.createFrom().item(new RedriveOutcome(0, read.size()));
        }
        var places = whole.stream().map(Place::of).toList();
        return transactions
                .inOne(transaction -> letters.claim(transaction, topic.id(), places, by)
                        .flatMap(claimed -> send(whole.stream()
                                        .filter(letter -> claimed.contains(Place.of(letter)))
                                        .toList())
                                .call(refused -> letters.release(transaction, topic.id(), refused))
                                .map(refused -> claimed.size() - refused.size())))
                .map(sent -> new RedriveOutcome(sent, read.size() - sent));
    }

    /** Answers with those that Kafka never will take; fails when it takes some of them not now. */
    private Uni<List<Place>> send(List<ConsumerRecord<byte[], byte[]>> claimed) {
        if (claimed.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var refused = new ArrayList<Place>();
        var sendings = claimed.stream()
                .map(letter -> writer.write(
                                target, letter.key(), LetterHeaders.original(letter.headers()), letter.value())
                        .onFailure(RecordWriter::isTooLarge)
                        .recoverWithUni(tooLarge -> {
                            LOG.warnf(
                                    "The dead letter at offset %d of partition %d is too large for %s and is not redriven",
                                    letter.offset(), letter.partition(), target);
                            synchronized (refused) {
                                refused.add(Place.of(letter));
                            }
                            return Uni.createFrom().voidItem();
                        }))
                .toList();
        return Uni.join()
                .all(sendings)
                .andCollectFailures()
                .ifNoItem()
                .after(settings.timeout())
                .fail()
                .onFailure()
                .transform(away -> new DependencyDown("Kafka", away))
                .replaceWith(() -> refused);
    }
}
