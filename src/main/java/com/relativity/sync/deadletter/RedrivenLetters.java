package com.relativity.sync.deadletter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import com.relativity.sync.sql.Transactions;

/** The memory of which dead letters were redriven. */
@ApplicationScoped
class RedrivenLetters {

    record Place(int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> letter) {
            return new Place(letter.partition(), letter.offset());
        }
    }

    // Neighbours have the same difference between offset and rank, so each run of them becomes one row.
    private static final String RUNS = """
            select partition, min(record_offset) as first, max(record_offset) as last
              from (select partition, record_offset,
                           record_offset - row_number() over (partition by partition order by record_offset) as run
                      from dead_letter_redriven where topic_id = $1) r
             group by partition, run
            """;

    // In the order of the key, so that two callers wait for each other but never in a circle.
    private static final String CLAIM = """
            insert into dead_letter_redriven (topic_id, partition, record_offset, redriven_by)
            select $1::uuid, l.partition, l.record_offset, $4::text
              from unnest($2::integer[], $3::bigint[]) as l (partition, record_offset) order by 2, 3
            on conflict do nothing
            returning partition, record_offset
            """;

    private static final String FORGET = """
            delete from dead_letter_redriven r
             using unnest($2::integer[], $3::bigint[]) as held (partition, first)
             where r.topic_id = $1 and r.partition = held.partition and r.record_offset < held.first
            """;

    private static final String RELEASE = """
            delete from dead_letter_redriven r
             using unnest($2::integer[], $3::bigint[]) as l (partition, record_offset)
             where r.topic_id = $1 and r.partition = l.partition and r.record_offset = l.record_offset
            """;

    private final Transactions transactions;

    RedrivenLetters(Transactions transactions) {
        this.transactions = transactions;
    }

    Uni<RedrivenOffsets> of(LetterTopic topic) {
        return transactions.query(RUNS, Tuple.of(topic.id())).map(rows -> {
            var offsets = new RedrivenOffsets();
            rows.forEach(
                    row -> offsets.add(row.getInteger("partition"), row.getLong("first"), row.getLong("last") + 1));
            return offsets;
        });
    }

    /** Marks letters as redriven by the caller's transaction and answers with those that were not before; waits for others who do the same. */
    Uni<Set<Place>> claim(SqlConnection transaction, UUID topicId, List<Place> letters, String by) {
        return transaction
                .preparedQuery(CLAIM)
                .execute(places(topicId, letters).addString(by))
                .map(rows -> {
                    var claimed = new HashSet<Place>();
                    rows.forEach(
                            row -> claimed.add(new Place(row.getInteger("partition"), row.getLong("record_offset"))));
                    return claimed;
                });
    }

    /** Takes back a claim of the same transaction. */
    Uni<Void> release(SqlConnection transaction, UUID topicId, List<Place> letters) {
        return letters.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(RELEASE)
                        .execute(places(topicId, letters))
                        .replaceWithVoid();
    }

    /** Forgets letters that the topic no longer holds. */
    Uni<Void> forgetBefore(LetterTopic topic) {
        var first = topic.partitions().stream()
                .map(offsets -> new Place(offsets.partition(), offsets.from()))
                .toList();
        return transactions.query(FORGET, places(topic.id(), first)).replaceWithVoid();
    }

    private static Tuple places(UUID topicId, List<Place> letters) {
        return Tuple.tuple()
                .addUUID(topicId)
                .addArrayOfInteger(letters.stream().map(Place::partition).toArray(Integer[]::new))
                .addArrayOfLong(letters.stream().map(Place::offset).toArray(Long[]::new));
    }
}
