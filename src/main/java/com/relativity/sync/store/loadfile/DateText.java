package com.relativity.sync.store.loadfile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as people and programs write them: RFC 3339, {@code yyyy-MM-dd} and {@code M/d/yyyy}, the last two with or without a time of 24
 * hours or with AM or PM. UTC where no offset is given. Read strictly: there is no 30 February.
 */
final class DateText {

    private static final Pattern FORM = Pattern.compile("(?:(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})"
            + "|(?<usMonth>[0-9]{1,2})/(?<usDay>[0-9]{1,2})/(?<usYear>[0-9]{4}))"
            + "(?:(?:[Tt]|\\h+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})"
            + "(?::(?<second>[0-9]{2})(?:\\.(?<fraction>[0-9]{1,30}))?)?"
            + "(?:\\h*(?<half>[AaPp])[Mm])?"
            + "(?:\\h*(?:[Zz]|(?<sign>[+-])(?<offsetHours>[0-9]{2}):(?<offsetMinutes>[0-9]{2})))?)?");

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final int NANO_DIGITS = 9;

    private DateText() {}

    /** The instant, cut to milliseconds; its year in UTC is from 1 to 9999. */
    static Instant read(String text) throws Unfit {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unfit("a date is written like 2001-05-21T15:48:00Z, 2001-05-21 or 5/21/2001 3:48 PM.");
        }
        try {
            var instant = date(form)
                    .atTime(time(form))
                    .toInstant(ZoneOffset.UTC)
                    .minus(offsetMinutes(form), ChronoUnit.MINUTES)
                    .truncatedTo(ChronoUnit.MILLIS);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new Unfit("the year of a date goes from 1 to 9999 in UTC.");
            }
            return instant;
        } catch (DateTimeException impossible) {
            throw new Unfit("there is no such day or time.");
        }
    }

    private static LocalDate date(Matcher form) {
        return form.group("year") != null
                ? LocalDate.of(number(form, "year"), number(form, "month"), number(form, "day"))
                : LocalDate.of(number(form, "usYear"), number(form, "usMonth"), number(form, "usDay"));
    }

    private static LocalTime time(Matcher form) {
        if (form.group("hour") == null) {
            return LocalTime.MIDNIGHT;
        }
        var second = form.group("second") == null ? 0 : number(form, "second");
        return LocalTime.of(hour(form), number(form, "minute"), second, nanos(form.group("fraction")));
    }

    private static int hour(Matcher form) {
        var hour = number(form, "hour");
        if (form.group("half") == null) {
            return hour;
        }
        if (hour < 1 || hour > 12) {
            throw new DateTimeException("No hour of half a day: " + hour);
        }
        return hour % 12 + (form.group("half").equalsIgnoreCase("p") ? 12 : 0);
    }

    private static int nanos(String fraction) {
        if (fraction == null) {
            return 0;
        }
        var nanos = fraction.length() > NANO_DIGITS
                ? fraction.substring(0, NANO_DIGITS)
                : fraction + "0".repeat(NANO_DIGITS - fraction.length());
        return Integer.parseInt(nanos);
    }

    private static int offsetMinutes(Matcher form) {
        if (form.group("sign") == null) {
            return 0;
        }
        var hours = number(form, "offsetHours");
        var minutes = number(form, "offsetMinutes");
        if (hours > 23 || minutes > 59) {
            throw new DateTimeException("No offset: " + hours + ":" + minutes);
        }
        return (form.group("sign").equals("-") ? -1 : 1) * (hours * 60 + minutes);
    }

    private static int number(Matcher form, String group) {
        return Integer.parseInt(form.group(group));
    }
}
