package com.relativity.sync.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How far a run is. None of the counts ever falls.
 *
 * @param total items of the snapshot; null until it is taken
 * @param bytes of values and files that were transferred
 * @param step id of the pipeline's step, null before the first
 */
public record Progress(Long total, long transferred, long failed, long bytes, String step, Pace pace) {

    public static final Progress NONE = new Progress(null, 0, 0, 0, null, Pace.UNKNOWN);

    /** (transferred + failed) / total with one decimal, rounded down so that 100 means done; 100 for an ended job with nothing to do. */
    public BigDecimal percent(boolean ended) {
        if (total == null || total == 0) {
            boolean nothingToDo = total != null && ended;
            return nothingToDo ? BigDecimal.valueOf(100) : BigDecimal.ZERO;
        }
        return BigDecimal.valueOf((transferred + failed) * 100).divide(BigDecimal.valueOf(total), 1, RoundingMode.DOWN);
    }

    /** When a run that goes on will have done all items; empty where that cannot be said. */
    public Optional<Pace.Eta> end() {
        return total == null ? Optional.empty() : pace.end(total - transferred - failed);
    }
}
