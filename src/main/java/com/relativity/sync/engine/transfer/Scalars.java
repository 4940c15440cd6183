package com.relativity.sync.engine.transfer;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Set;

import com.relativity.sync.workspace.Field;

/**
 * Numbers, dates and yes/no, also where they come as text. A blank text is no value. Each method fails with {@link ItemRefused} for what it
 * cannot read.
 */
final class Scalars {

    /** More digits before or after the point are no number of a document, and cost memory without end. */
    private static final int MOST_DIGITS = 100;

    private static final Set<String> YES = Set.of("yes", "y", "true", "1");
    private static final Set<String> NO = Set.of("no", "n", "false", "0");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd[[' ']['T']HH:mm[:ss][.SSS]][XXX]", Locale.ROOT);

    private Scalars() {}

    static BigDecimal wholeNumber(Field field, Object value) {
        BigDecimal number = number(field, value);
        if (number != null && number.stripTrailingZeros().scale() > 0) {
            throw Sanitizer.refused(
                    field,
                    Shown.shortened(value) + " has decimals, and the field takes whole numbers only; round it in the"
                            + " source");
        }
        return number == null ? null : number.setScale(0);
    }

    static BigDecimal number(Field field, Object value) {
        if (isBlank(value)) {
            return null;
        }
        BigDecimal number;
        try {
            number = value instanceof BigDecimal exact
                    ? exact
                    : new BigDecimal(value.toString().strip());
        } catch (NumberFormatException unreadable) {
            throw unreadable(field, value, "a number such as 12 or 19.90");
        }
        if ((long) number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DIGITS) {
            throw unreadable(field, value, "a number of at most " + MOST_DIGITS + " digits before and after the point");
        }
        return number;
    }

    static Instant date(Field field, Object value) {
        if (isBlank(value)) {
            return null;
        }
        try {
            Instant date = instant(value);
            if (!date.isBefore(FIRST) && !date.isAfter(LAST)) {
                return date;
            }
        } catch (DateTimeException unreadable) {
            throw unreadable(field, value, "a date such as 2001-05-21 or 2001-05-21T15:48:00Z");
        }
        throw unreadable(field, value, "a date of the years 1 to 9999");
    }

    private static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime date) {
            return date.toInstant();
        }
        if (value instanceof ZonedDateTime date) {
            return date.toInstant();
        }
        String text = value.toString().strip();
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException withoutOffset) {
            TemporalAccessor read = DATE_TIME.parseBest(text, LocalDateTime::from, LocalDate::from);
            return read instanceof LocalDateTime time
                    ? time.toInstant(ZoneOffset.UTC)
                    : ((LocalDate) read).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }

    static Boolean yesNo(Field field, Object value) {
        if (isBlank(value)) {
            return null;
        }
        if (value instanceof Boolean yes) {
            return yes;
        }
        String text = value.toString().strip().toLowerCase(Locale.ROOT);
        if (YES.contains(text)) {
            return true;
        }
        if (NO.contains(text)) {
            return false;
        }
        throw unreadable(field, value, "yes or no");
    }

    private static boolean isBlank(Object value) {
        return value instanceof String text && text.isBlank();
    }

    private static ItemRefused unreadable(Field field, Object value, String expected) {
        return Sanitizer.refused(
                field, Shown.shortened(value) + " cannot be read as " + expected + "; correct it in the source");
    }
}
