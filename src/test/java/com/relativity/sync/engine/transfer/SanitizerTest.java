package com.relativity.sync.engine.transfer;

import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

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

class SanitizerTest {

    @Property
    @Rule("4.sanitise.fixed-length")
    void aTextFitsAFixedLengthFieldUpToItsLengthInCharacters(@ForAll @IntRange(min = 1, max = 400) int length) {
        var column = column(FieldType.LongText, FieldType.FixedLengthText, length);
        // Outside the basic plane, so that a character is two chars.
        String fits = "𝒳".repeat(length);

        assertEquals(fits, Sanitizer.sanitize(column, fits).value());
        assertThat(
                Sanitizer.sanitize(column, fits + "x").refusal(), containsString("at most " + length + " characters"));
    }

    @Test
    @Rule("4.sanitise.item-error")
    void aRefusalNamesTheFieldAndShowsAShortenedValue() {
        var column = column(FieldType.LongText, FieldType.FixedLengthText, 50);

        String refusal = Sanitizer.sanitize(column, "secret ".repeat(100)).refusal();

        assertThat(refusal, containsString("Field 'Destination'"));
        assertThat(refusal, containsString("700 characters"));
        assertThat(refusal.length(), lessThan(250));
    }

    @Test
    @Rule("4.sanitise.fixed-length")
    void aTextThatIsNotKeptInARowDoesNotFitAFixedLengthField() {
        var column = column(FieldType.LongText, FieldType.FixedLengthText, 4000);
        var text = new LongText(70_000, "ab", InputStream::nullInputStream);

        assertThat(Sanitizer.sanitize(column, text).refusal(), containsString("70000 bytes"));
    }

    @Test
    @Rule("2.fields.types.choices")
    @Rule("2.fields.types.objects")
    void aSingleNameBecomesAListWhereTheDestinationHoldsSeveral() {
        assertEquals(
                List.of("Fraud\\Invoices"),
                Sanitizer.sanitize(column(FieldType.SingleChoice, FieldType.MultipleChoice, null), "Fraud\\Invoices")
                        .value());
        assertEquals(
                List.of("Acme"),
                Sanitizer.sanitize(column(FieldType.SingleObject, FieldType.MultipleObject, null), "Acme")
                        .value());
    }

    @Test
    void anEmptyValueEmptiesTheFieldOfEveryType() {
        for (FieldType type : FieldType.values()) {
            var sanitized = Sanitizer.sanitize(column(type, type, 10), null);

            assertNull(sanitized.value());
            assertNull(sanitized.refusal());
        }
    }

    @Test
    void valuesOfTheSameTypeGoThroughAsTheyAre() {
        for (Object value : List.of(new BigDecimal("19.90"), Instant.EPOCH, true)) {
            assertEquals(
                    value,
                    Sanitizer.sanitize(column(FieldType.Decimal, FieldType.Decimal, null), value)
                            .value());
        }
    }

    private static TransferPlan.Column column(FieldType source, FieldType destination, Integer length) {
        return new TransferPlan.Column(
                new Field(1, 1, "Source", source, false, OverlayBehavior.ReplaceValues, length, null),
                new Field(2, 1, "Destination", destination, false, OverlayBehavior.ReplaceValues, length, null));
    }
}
