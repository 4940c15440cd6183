package com.relativity.sync.deadletter;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/** The dead letters that were not redriven, as operators see them. */
@ApplicationScoped
public class DeadLetterList {

    private final LetterBroker broker;
    private final RedrivenLetters redriven;
    private final FewAtOnce few;
    private final DeadLetterSettings settings;

    DeadLetterList(LetterBroker broker, RedrivenLetters redriven, FewAtOnce few, DeadLetterSettings settings) {
        this.broker = broker;
        this.redriven = redriven;
        this.few = few;
        this.settings = settings;
    }

    /**
     * The newest letters, newest first: at most {@code most}, and fewer where their size is over {@code sync.dead-letters.most-shown}. Fails
     * with {@link com.relativity.sync.problem.DependencyDown} when Kafka or PostgreSQL does not answer, and with
     * {@link com.relativity.sync.problem.DeadLettersBusy}.
     */
    public Uni<List<DeadLetter>> newest(int most) {
        return few.run(() -> broker.look()
                .flatMap(topic -> redriven.of(topic).flatMap(gone -> broker.onWorker(() -> read(topic, gone, most)))));
    }

    private List<DeadLetter> read(LetterTopic topic, RedrivenOffsets gone, int most) {
        var newest = new NewestLetters(most, settings.mostShown().asLongValue());
        var ends = topic.partitions().stream()
                .map(offsets -> gone.newest(offsets, most))
                .toList();
        long deadline = System.nanoTime() + settings.readTimeout().toNanos();
        try (var reader = broker.reader(ends)) {
            for (var letters = reader.next(deadline); !letters.isEmpty(); letters = reader.next(deadline)) {
                letters.stream()
                        .filter(letter -> !gone.contains(letter.partition(), letter.offset()))
                        .forEach(newest::show);
            }
        }
        return newest.newestFirst();
    }
}
