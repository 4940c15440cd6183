package com.relativity.sync.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.relativity.sync.job.Flow;
import com.relativity.sync.joblist.JobFilter;
import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.problem.Violation;

/** Reads query parameters and gathers their faults, so that one answer names them all. A parameter that is absent is null. */
final class QueryReader {

    static final int DEFAULT_LIMIT = 50;
    private static final int MOST_LIMIT = 500;
    /** Key and value of 63 characters each, of which some take two places. */
    private static final int LONGEST_LABEL = 2 * 63 * 2 + 1;

    /** RFC 3339 knows years of four digits only; the database could not tell larger ones. */
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private final List<Violation> faults = new ArrayList<>();

    int limit(String given) {
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(given);
            if (limit >= 1 && limit <= MOST_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            // told below, as any other bad limit
        }
        faults.add(new Violation("limit", "must be a number from 1 to " + MOST_LIMIT));
        return DEFAULT_LIMIT;
    }

    Long id(String name, String given) {
        if (given == null) {
            return null;
        }
        try {
            long id = Long.parseLong(given);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException noNumber) {
            // told below, as any other bad id
        }
        faults.add(new Violation(name, "must be a positive number"));
        return null;
    }

    <E extends Enum<E>> E constant(String name, String given, Class<E> type) {
        if (given == null) {
            return null;
        }
        var known = Arrays.asList(type.getEnumConstants());
        var found =
                known.stream().filter(constant -> constant.name().equals(given)).findFirst();
        if (found.isEmpty()) {
            faults.add(new Violation(
                    name, "must be one of " + known.stream().map(Enum::name).collect(Collectors.joining(", "))));
        }
        return found.orElse(null);
    }

    <E extends Enum<E>> List<E> constants(String name, List<String> given, Class<E> type) {
        var read = new ArrayList<E>();
        given.forEach(one -> read.add(constant(name, one, type)));
        return read;
    }

    Flow flow(String given) {
        if (given == null) {
            return null;
        }
        var flow = Flow.ofId(given);
        if (flow.isEmpty()) {
            faults.add(new Violation(
                    "flow",
                    "must be one of "
                            + Arrays.stream(Flow.values()).map(Flow::id).collect(Collectors.joining(", "))));
        }
        return flow.orElse(null);
    }

    Boolean flag(String name, String given) {
        if (given == null || given.equals("true") || given.equals("false")) {
            return given == null ? null : Boolean.valueOf(given);
        }
        faults.add(new Violation(name, "must be true or false"));
        return null;
    }

    /** A text that is looked for; one with U+0000 could be nowhere. */
    String text(String name, String given) {
        if (given != null && given.indexOf('\0') >= 0) {
            faults.add(new Violation(name, "must not contain the NUL character (U+0000)"));
            return null;
        }
        return given;
    }

    List<JobFilter.Label> labels(List<String> given) {
        var labels = new ArrayList<JobFilter.Label>();
        for (String label : given) {
            int colon = label.indexOf(':', 1);
            if (colon < 0 || colon == label.length() - 1) {
                faults.add(new Violation("label", "must be key:value"));
            } else if (label.length() > LONGEST_LABEL) {
                faults.add(new Violation(
                        "label", "must be at most " + LONGEST_LABEL + " characters: a key, a colon and a value"));
            } else if (text("label", label) != null) {
                labels.add(new JobFilter.Label(label));
            }
        }
        return labels;
    }

    /** An unescaped plus sign of an offset arrives as a space. */
    Instant time(String name, String given) {
        if (given == null) {
            return null;
        }
        String time = given.replace(' ', '+');
        if (RFC_3339.matcher(time).matches()) {
            try {
                return OffsetDateTime.parse(time).toInstant();
            } catch (DateTimeException noSuchDay) {
                // told below, as any other bad time
            }
        }
        faults.add(new Violation(name, "must be a time such as 2024-05-31T10:00:00Z"));
        return null;
    }

    Duration duration(String name, String given, Duration most) {
        if (given == null) {
            return null;
        }
        try {
            var duration = Duration.parse(given);
            if (!duration.isNegative() && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeException noDuration) {
            // told below, as any other bad duration
        }
        faults.add(new Violation(name, "must be a duration such as PT20S, at most " + most));
        return null;
    }

    /** Fails with {@link BadRequest} where a parameter read so far had a fault. */
    void check() {
        if (!faults.isEmpty()) {
            throw new BadRequest(faults);
        }
    }
}
