package com.relativity.sync.store.loadfile;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.OverlayBehavior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ValueReaderTest {

    @ParameterizedTest
    @EnumSource
    void anEmptyText_isNoValue(FieldType type) throws Exception {
        assertNull(read(type, ""));
        assertNull(read(type, null));
        assertEquals(type.isText() ? "  " : null, read(type, "  "));
    }

    @ParameterizedTest
    @EnumSource
    void aTextThatPostgresqlCannotHold_isRefused(FieldType type) {
        assertRefused(type, "a\0b", "U+0000");
        assertRefused(type, "a\uD83D", "half a character");
        assertRefused(type, "\uDC00a", "half a character");
    }

    @Test
    void texts_areTakenAsTheyAre() throws Exception {
        assertEquals(" a;b\\c \n😀", read(FieldType.LongText, " a;b\\c \n😀"));
        assertEquals(" x ", read(FieldType.FixedLengthText, " x "));
    }

    @Test
    void aFixedLengthText_mayHaveAsManyCharactersAsTheFieldTakes_howeverManyBytes() throws Exception {
        assertEquals("😀ä345", read(FieldType.FixedLengthText, "😀ä345"));
        assertRefused(FieldType.FixedLengthText, "😀ä3456", "it has 6 characters, and the field takes 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-7", "+7", " 12 ", "007", "9223372036854775807", "-9223372036854775808"})
    void wholeNumbers(String text) throws Exception {
        assertEquals(new BigDecimal(text.strip()), read(FieldType.WholeNumber, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e3",
                "1,000",
                "12a",
                "--1",
                "0x10",
                "٣",
                "NaN",
                "1 2",
                "9223372036854775808",
                "-9223372036854775809",
                "+"
            })
    void whatIsNoWholeNumber_isRefused(String text) {
        assertRefused(FieldType.WholeNumber, text, "whole number");
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "-1.50,-1.50",
        ".5,0.5",
        "5.,5",
        "1.2E+3,1200",
        "1e-3,0.001",
        "+0.10,0.10",
        "0e500,0",
        "999999999999999999999999999999,999999999999999999999999999999",
        "0.000000000000000000000000000001,0.000000000000000000000000000001"
    })
    void decimalsAndCurrencies(String text, BigDecimal number) throws Exception {
        assertEquals(number, read(FieldType.Decimal, text));
        assertEquals(number, read(FieldType.Currency, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "1,5",
                "1.2.3",
                "$5",
                ".",
                "-",
                "e5",
                "1e",
                "1e9999",
                "1e30",
                "1e-31",
                "Infinity",
                "NaN",
                "1000000000000000000000000000000",
                "0.0000000000000000000000000000001",
                "1d",
                "1f"
            })
    void whatIsNoDecimal_isRefused(String text) {
        assertRefused(FieldType.Decimal, text, "number");
        assertRefused(FieldType.Currency, text, "number");
    }

    @ParameterizedTest
    @CsvSource({
        "2001-05-21T15:48:00Z,2001-05-21T15:48:00Z",
        "2001-05-21t15:48:00z,2001-05-21T15:48:00Z",
        "2001-05-21T15:48:00.123456789Z,2001-05-21T15:48:00.123Z",
        "2001-05-21T15:48:00.5+02:00,2001-05-21T13:48:00.500Z",
        "2001-05-21T15:48:00-23:59,2001-05-22T15:47:00Z",
        "2001-05-21T15:48:00-00:00,2001-05-21T15:48:00Z",
        "2001-05-21,2001-05-21T00:00:00Z",
        "2001-05-21 15:48,2001-05-21T15:48:00Z",
        "2001-05-21 3:48 PM,2001-05-21T15:48:00Z",
        "2001-05-21 15:48:09,2001-05-21T15:48:09Z",
        "2001-05-21 15:48 +02:00,2001-05-21T13:48:00Z",
        "5/21/2001,2001-05-21T00:00:00Z",
        "05/01/2001,2001-05-01T00:00:00Z",
        "5/21/2001 3:48 PM,2001-05-21T15:48:00Z",
        "5/21/2001 3:48:07 am,2001-05-21T03:48:07Z",
        "5/21/2001 12:00 AM,2001-05-21T00:00:00Z",
        "5/21/2001 12:59 PM,2001-05-21T12:59:00Z",
        "5/21/2001 23:59:59,2001-05-21T23:59:59Z",
        "2/29/2000,2000-02-29T00:00:00Z",
        "0001-01-01,0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999Z,9999-12-31T23:59:59.999Z",
        "1969-12-31T23:59:59.9999Z,1969-12-31T23:59:59.999Z"
    })
    void dates(String text, Instant instant) throws Exception {
        assertEquals(instant, read(FieldType.Date, text));
        assertEquals(instant, read(FieldType.Date, " " + text + " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "13/21/2001 3:48 PM",
                "2/30/2001",
                "2/29/1900",
                "0/1/2001",
                "1/0/2001",
                "2001-13-01",
                "2001-00-10",
                "2001-02-29",
                "5/21/01",
                "21.5.2001",
                "2001-5-21",
                "2001/05/21",
                "5-21-2001",
                "tomorrow",
                "20010521",
                "5/21/2001 25:00",
                "5/21/2001 24:00",
                "5/21/2001 13:00 PM",
                "5/21/2001 0:30 AM",
                "5/21/2001 3:60 PM",
                "5/21/2001 3 PM",
                "5/21/2001 3:48 XM",
                "5/21/2001 3:48:60",
                "2001-05-21T15:48:00+24:00",
                "2001-05-21T15:48:00+02:60",
                "2001-05-21T15:48:00+0200",
                "2001-05-21T",
                "2001-05-21Z",
                "0000-01-01",
                "10000-01-01",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "-2001-05-21",
                "٢٠٠١-05-21"
            })
    void whatIsNoDate_isRefused(String text) {
        assertRefused(FieldType.Date, text, "'" + text + "' cannot be a value of the field 'Sent'");
    }

    @Test
    void yesAndNo_inTheirSpellings() throws Exception {
        for (var yes : List.of("true", "TRUE", "Yes", "y", "1", " yes ")) {
            assertEquals(true, read(FieldType.YesNo, yes));
        }
        for (var no : List.of("false", "No", "N", "0")) {
            assertEquals(false, read(FieldType.YesNo, no));
        }
        for (var neither : List.of("2", "on", "maybe", "tru", "-1", "01")) {
            assertRefused(FieldType.YesNo, neither, "none of true, false");
        }
    }

    @Test
    void choices_areSeparatedBySemicolons_andNestedByBackslashes() throws Exception {
        assertEquals("Hot", read(FieldType.SingleChoice, " Hot "));
        assertEquals("Issue\\Fraud", read(FieldType.SingleChoice, "Issue \\ Fraud"));
        assertEquals(
                List.of("Hot", "Issue\\Fraud", "Cold"), read(FieldType.MultipleChoice, "Hot; Issue\\Fraud;Cold;Hot"));
    }

    @Test
    void aBadNameOfAChoice_isRefused() {
        assertRefused(FieldType.SingleChoice, "a;b", "one name");
        for (var blank : List.of("\\", "a\\", "\\a", "a\\ \\b")) {
            assertRefused(FieldType.SingleChoice, blank, "blank name");
            assertRefused(FieldType.MultipleChoice, "x;" + blank, "blank name");
        }
        for (var blank : List.of(";", "a;;", ";a", "a; ;b", ";;")) {
            assertRefused(FieldType.MultipleChoice, blank, "blank name");
            assertRefused(FieldType.MultipleObject, blank, "blank name");
        }
    }

    @Test
    void theLastOfSeveralNames_mayHaveASemicolonToo() throws Exception {
        assertEquals(List.of("Hot", "Cold"), read(FieldType.MultipleChoice, "Hot;Cold;"));
        assertEquals(List.of("a"), read(FieldType.MultipleObject, " a; "));
    }

    @Test
    void objects_areNamed_andAnyCharacterButASemicolonIsPartOfTheName() throws Exception {
        assertEquals("a\\b", read(FieldType.SingleObject, "a\\b"));
        assertEquals(List.of("a\\b", "c"), read(FieldType.MultipleObject, "a\\b;c; a\\b"));
        assertRefused(FieldType.SingleObject, "a;b", "one name");
        assertRefused(FieldType.MultipleObject, "a;;b", "blank name");
    }

    @ParameterizedTest
    @EnumSource(names = {"SingleChoice", "MultipleChoice", "SingleObject", "MultipleObject"})
    void aName_hasAtMost255Characters(FieldType type) throws Exception {
        read(type, "x".repeat(255));

        assertRefused(type, "x".repeat(256), "more than 255 characters");
    }

    @Test
    void users_areNamedByTheirMailAddress() throws Exception {
        for (var address : List.of("a@b", "Anna.O'Neil+x@mail.example.com", "ä@exämple.de")) {
            assertEquals(address, read(FieldType.User, address));
        }
        for (var none : List.of(
                "anna",
                "@b.c",
                "a@",
                "a b@c.d",
                "a@b@c",
                "Anna <a@b.c>",
                "a@b..c",
                "a@b;c@d",
                "a".repeat(65) + "@b.c")) {
            assertRefused(FieldType.User, none, "e-mail address");
        }
    }

    @Test
    void theMessage_shortensTheValueAndShowsNoControlCharacters() {
        var refused = assertThrows(ValueUnreadable.class, () -> read(FieldType.WholeNumber, "a\nb" + "😀".repeat(60)));

        assertEquals(
                "'a\uFFFDb" + "😀".repeat(47) + "…' cannot be a value of the field 'Sent': it is not a whole number.",
                refused.getMessage());
    }

    private static Object read(FieldType type, String text) throws ValueUnreadable {
        var length = type == FieldType.FixedLengthText ? 5 : null;
        return ValueReader.read(
                new Field(7, 1, "Sent", type, false, OverlayBehavior.ReplaceValues, length, null), text);
    }

    private static void assertRefused(FieldType type, String text, String reason) {
        var refused = assertThrows(ValueUnreadable.class, () -> read(type, text), () -> type + " " + text);

        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }
}
