package com.relativity.sync.engine.transfer;

import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.Field;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.LongText;
import com.relativity.sync.workspace.OverlayBehavior;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SanitizerTest {

    @Property
    @Rule("4.sanitise.fixed-length")
    void aTextFitsAFixedLengthFieldUpToItsLengthInCharacters(@ForAll @IntRange(min = 1, max = 400) int length) {
        var column = column(FieldType.LongText, FieldType.FixedLengthText, length);
        // Outside the basic plane, so that a character is two chars.
        String fits = "𝒳".repeat(length);

        assertEquals(fits, Sanitizer.sanitize(column, fits));
        assertThat(refusal(column, fits + "x"), containsString("at most " + length + " characters"));
    }

    @Test
    @Rule("4.sanitise.item-error")
    void aRefusalNamesTheFieldAndShowsAShortenedValue() {
        String refusal = refusal(column(FieldType.LongText, FieldType.FixedLengthText, 50), "secret ".repeat(100));

        assertThat(refusal, containsString("Field 'Destination'"));
        assertThat(refusal, containsString("700 characters"));
        assertThat(refusal.length(), lessThan(250));
    }

    @Test
    @Rule("4.sanitise.fixed-length")
    void aTextThatIsNotKeptInARowDoesNotFitAFixedLengthField() {
        var text = new LongText(70_000, "ab", InputStream::nullInputStream);

        assertThat(
                refusal(column(FieldType.LongText, FieldType.FixedLengthText, 4000), text),
                containsString("70000 bytes"));
    }

    @Test
    @Rule("4.sanitise.long-text")
    void aLongTextIsTakenWhateverItsLength() {
        var streamed = new LongText(5_000_000_000L, "ab", InputStream::nullInputStream);
        var column = column(FieldType.LongText);

        assertSame(streamed, Sanitizer.sanitize(column, streamed));
        assertEquals("x".repeat(100_000), Sanitizer.sanitize(column, "x".repeat(100_000)));
    }

    @ParameterizedTest
    @EnumSource(FieldType.class)
    void anEmptyValueEmptiesTheFieldOfEveryType(FieldType type) {
        assertNull(Sanitizer.sanitize(column(type), null));
    }

    @ParameterizedTest
    @CsvSource({"12,12", "-9223372036854775808,-9223372036854775808", "12.00,12", "' 7 ',7", "1e3,1000"})
    @Rule("4.sanitise.whole-number")
    void aWholeNumberIsReadAlsoFromText(String text, String number) {
        assertEquals(new BigDecimal(number), Sanitizer.sanitize(column(FieldType.WholeNumber), text));
        assertEquals(
                new BigDecimal(number),
                Sanitizer.sanitize(column(FieldType.WholeNumber), new BigDecimal(text.strip())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "twelve", "1,000", "12 000", "0x10", "NaN", "1e999999999", "--1"})
    @Rule("4.sanitise.whole-number")
    void whatIsNoWholeNumberIsRefused(String text) {
        String refusal = refusal(column(FieldType.WholeNumber), text);

        assertThat(refusal, containsString("Field 'Destination'"));
        assertThat(refusal, containsString("'" + text + "'"));
    }

    @ParameterizedTest
    @EnumSource(names = {"Decimal", "Currency"})
    @Rule("4.sanitise.decimal")
    @Rule("4.sanitise.currency")
    void whatIsNoNumberIsRefused(FieldType type) {
        assertEquals(new BigDecimal("19.90"), Sanitizer.sanitize(column(type), "19.90"));
        assertEquals(new BigDecimal("19.90"), Sanitizer.sanitize(column(type), new BigDecimal("19.90")));
        assertThat(refusal(column(type), "19.90 EUR"), containsString("'19.90 EUR' cannot be read as a number"));
        assertThat(refusal(column(type), "1e-5000"), containsString("at most 100 digits"));
    }

    @ParameterizedTest
    @CsvSource({
        "2001-05-21T15:48:00Z,       2001-05-21T15:48:00Z",
        "2001-05-21T15:48:00+02:00,  2001-05-21T13:48:00Z",
        "2001-05-21T15:48:00,        2001-05-21T15:48:00Z",
        "2001-05-21 15:48,           2001-05-21T15:48:00Z",
        "2001-05-21,                 2001-05-21T00:00:00Z"
    })
    @Rule("4.sanitise.date")
    void aDateIsReadAlsoFromText(String text, String instant) {
        assertEquals(Instant.parse(instant), Sanitizer.sanitize(column(FieldType.Date), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2001-13-45", "21/05/2001", "+123456-01-01T00:00:00Z", "20010521"})
    @Rule("4.sanitise.date")
    void whatIsNoDateIsRefused(String text) {
        assertThat(refusal(column(FieldType.Date), text), containsString("'" + text + "' cannot be read as a date"));
    }

    @Test
    @Rule("4.sanitise.date")
    void aDateThatNoTextCanTellIsRefused() {
        assertThat(refusal(column(FieldType.Date), Instant.MAX), containsString("years 1 to 9999"));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "Yes,true", "1,true", "no,false", "FALSE,false", "0,false"})
    @Rule("4.sanitise.yes-no")
    void yesAndNoAreReadAlsoFromText(String text, boolean yes) {
        assertEquals(yes, Sanitizer.sanitize(column(FieldType.YesNo), text));
        assertEquals(yes, Sanitizer.sanitize(column(FieldType.YesNo), yes));
    }

    @Test
    @Rule("4.sanitise.yes-no")
    void whatIsNeitherYesNorNoIsRefused() {
        assertThat(
                refusal(column(FieldType.YesNo), "perhaps"), containsString("'perhaps' cannot be read as yes or no"));
    }

    @ParameterizedTest
    @EnumSource(names = {"WholeNumber", "Decimal", "Currency", "Date", "YesNo"})
    void aBlankTextIsNoValue(FieldType type) {
        assertNull(Sanitizer.sanitize(column(type), "  "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "Fraud\\", "\\Fraud", "Fraud\\\\Invoices", "\\"})
    @Rule("4.sanitise.single-choice.blank")
    void aSingleChoiceWithABlankNameIsRefused(String name) {
        assertThat(refusal(column(FieldType.SingleChoice), name), containsString("Field 'Destination'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "Fraud\\", "Fraud\\ \\Invoices"})
    @Rule("4.sanitise.multiple-choice.blank")
    @Rule("4.sanitise.multiple-choice.separators")
    void aMultipleChoiceWithABlankNameIsRefused(String name) {
        assertThat(
                refusal(column(FieldType.MultipleChoice), List.of("Hot", name)), containsString("Field 'Destination'"));
    }

    @Test
    @Rule("4.sanitise.multiple-choice.separators")
    void aSemicolonInTheNameOfAMultipleChoiceIsRefused() {
        assertThat(
                refusal(column(FieldType.MultipleChoice), List.of("Hot", "Cold;Ice")),
                containsString("'Cold;Ice' of a choice contains a semicolon"));
        assertThat(
                refusal(column(FieldType.SingleChoice, FieldType.MultipleChoice, null), "Cold;Ice"),
                containsString("semicolon"));
        assertEquals("Cold;Ice", Sanitizer.sanitize(column(FieldType.SingleChoice), "Cold;Ice"));
    }

    @Test
    @Rule("4.sanitise.multiple-choice.parents")
    void nestedChoicesKeepTheirParents() {
        assertEquals(
                List.of("Fraud\\Invoices", "Hot"),
                Sanitizer.sanitize(column(FieldType.MultipleChoice), List.of("Fraud\\Invoices", "Hot")));
        assertEquals("Fraud\\Invoices", Sanitizer.sanitize(column(FieldType.SingleChoice), "Fraud\\Invoices"));
    }

    @Test
    @Rule("4.sanitise.single-object.blank")
    @Rule("4.sanitise.single-object.separator")
    void aSingleObjectWithABlankNameOrASemicolonIsRefused() {
        assertThat(refusal(column(FieldType.SingleObject), " "), containsString("the name of an object is blank"));
        assertThat(
                refusal(column(FieldType.SingleObject), "Acme;Bros"),
                containsString("'Acme;Bros' of an object contains a semicolon"));
        assertEquals("Acme\\Bros", Sanitizer.sanitize(column(FieldType.SingleObject), "Acme\\Bros"));
    }

    @Test
    @Rule("4.sanitise.multiple-objects.blank")
    @Rule("4.sanitise.multiple-objects.separator")
    void oneOfMultipleObjectsWithABlankNameOrASemicolonIsRefused() {
        var column = column(FieldType.MultipleObject);

        assertThat(refusal(column, List.of("Acme", "")), containsString("blank"));
        assertThat(refusal(column, Arrays.asList("Acme", null)), containsString("blank"));
        assertThat(refusal(column, List.of("Acme", "A;B")), containsString("semicolon"));
    }

    @Test
    @Rule("2.fields.types.choices")
    @Rule("2.fields.types.objects")
    void aSingleNameBecomesAListWhereTheDestinationHoldsSeveral() {
        assertEquals(
                List.of("Fraud\\Invoices"),
                Sanitizer.sanitize(column(FieldType.SingleChoice, FieldType.MultipleChoice, null), "Fraud\\Invoices"));
        assertEquals(
                List.of("Acme"),
                Sanitizer.sanitize(column(FieldType.SingleObject, FieldType.MultipleObject, null), "Acme"));
    }

    @Test
    void namesAreTakenOnceAndInOrder_andNoNamesAreNoValue() {
        var column = column(FieldType.MultipleObject);

        assertEquals(List.of("z", "y"), Sanitizer.sanitize(column, List.of("z", "y", "z")));
        assertNull(Sanitizer.sanitize(column, List.of()));
    }

    @Test
    void severalNamesAreRefusedWhereTheFieldHoldsOne() {
        assertThat(refusal(column(FieldType.SingleChoice), List.of("a", "b")), containsString("holds one"));
        assertEquals("a", Sanitizer.sanitize(column(FieldType.SingleChoice), List.of("a")));
    }

    @Test
    void aBlankUserIsRefused() {
        assertThat(refusal(column(FieldType.User), " "), containsString("e-mail address is blank"));
    }

    private static String refusal(TransferPlan.Column column, Object value) {
        return assertThrows(ItemRefused.class, () -> Sanitizer.sanitize(column, value))
                .getMessage();
    }

    private static TransferPlan.Column column(FieldType type) {
        return column(type, type, type == FieldType.FixedLengthText ? 10 : null);
    }

    private static TransferPlan.Column column(FieldType source, FieldType destination, Integer length) {
        return new TransferPlan.Column(
                new Field(1, 1, "Source", source, false, OverlayBehavior.ReplaceValues, length, null),
                new Field(2, 1, "Destination", destination, false, OverlayBehavior.ReplaceValues, length, null));
    }
}
