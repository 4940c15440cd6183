package com.relativity.sync.outbox;

import java.util.ArrayList;
import java.util.List;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

/**
 * How far a reader of all status events has come, as a value that the reader hands from look to look. A transaction may commit an event at
 * a position below one that is already visible, so the last position read is not enough: a look remembers what was shown above
 * {@code decided}, and moves {@code decided} up to a head of the log once every transaction that was open at that head has ended.
 *
 * @param decided no event at or below this position will appear any more
 * @param shown positions above it that the reader was given
 * @param checkpoints heads of the log, each with the transaction number below which all must have ended
 * @param events what this look brought
 */
public record Look(long decided, List<Long> shown, List<Checkpoint> checkpoints, List<StoredEvent> events) {

    record Checkpoint(long head, long openBelow) {}

    static Look startingAt(long decided, List<Long> shown) {
        return new Look(decided, List.copyOf(shown), List.of(), List.of());
    }

    Long[] shownPositions() {
        return shown.toArray(Long[]::new);
    }

    long checkedHead() {
        return checkpoints.isEmpty()
                ? decided
                : checkpoints.get(checkpoints.size() - 1).head();
    }

    Look next(RowSet<Row> rows, int limit) {
        var found = new ArrayList<StoredEvent>();
        Row state = rows.iterator().next();
        for (Row row : rows) {
            if (row.getLong("position") != null) {
                found.add(EventLog.event(row));
            }
        }
        long openFrom = state.getLong("open_from");
        // A look that was cut off has seen nothing of what lies behind its last event.
        boolean cutOff = found.size() == limit;
        long seenTo = cutOff ? found.get(found.size() - 1).position() : Long.MAX_VALUE;
        long nowDecided = decided;
        var open = new ArrayList<Checkpoint>();
        for (Checkpoint checkpoint : checkpoints) {
            if (checkpoint.openBelow() <= openFrom && checkpoint.head() <= seenTo) {
                nowDecided = Math.max(nowDecided, checkpoint.head());
            } else {
                open.add(checkpoint);
            }
        }
        Long openBelow = state.getLong("open_to");
        if (openBelow != null && !cutOff) {
            open.add(new Checkpoint(state.getLong("head"), openBelow));
        }
        long undecidedFrom = nowDecided;
        var stillShown = new ArrayList<Long>();
        shown.stream().filter(position -> position > undecidedFrom).forEach(stillShown::add);
        found.stream()
                .map(StoredEvent::position)
                .filter(position -> position > undecidedFrom)
                .forEach(stillShown::add);
        return new Look(nowDecided, List.copyOf(stillShown), List.copyOf(open), List.copyOf(found));
    }
}
