package com.relativity.sync.store.query;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.problem.BadRequest;
import com.relativity.sync.problem.Violation;
import com.relativity.sync.workspace.FieldType;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConditionTest {

    private final List<Violation> faults = new ArrayList<>();

    @Test
    void aCondition_isReadWithItsParts() throws Exception {
        var condition = parse("{'and':[{'field':'User','op':'is','value':'a@b.c'},{'not':{'or':["
                + "{'field':'Decimal','op':'lessThan','value':1.50},{'field':'LongText','op':'isSet'}]}}]}");

        assertEquals(
                new AllOf(List.of(
                        new Comparison(Conditions.field(FieldType.User), Operator.is, "a@b.c"),
                        new Not(new AnyOf(List.of(
                                new Comparison(
                                        Conditions.field(FieldType.Decimal), Operator.lessThan, new BigDecimal("1.5")),
                                new Comparison(Conditions.field(FieldType.LongText), Operator.isSet, true)))))),
                condition);
    }

    @ParameterizedTest
    @CsvSource({
        "2001-05-21T15:48:00Z,2001-05-21T15:48:00Z",
        "5/21/2001 3:48 PM,2001-05-21T15:48:00Z",
        "2001-05-21T15:48:00.1239+02:00,2001-05-21T13:48:00.123Z"
    })
    void aDate_isReadAsInLoadFiles_inMilliseconds(String text, Instant date) throws Exception {
        var condition = parse("{'field':'Date','op':'is','value':'" + text + "'}");

        assertEquals(new Comparison(Conditions.field(FieldType.Date), Operator.is, date), condition);
    }

    @Test
    void everyFault_isNamedWithItsPath_inOneAnswer() throws Exception {
        var condition = parse("{'and':["
                + "{'field':'Nobody','op':'is','value':1},"
                + "{'field':'YesNo','op':'is','value':'yes'},"
                + "{'or':[]},"
                + "{'not':{'field':'Decimal','op':'in','value':[1,'2',null]}},"
                + "{'field':'LongText','op':7,'value':'a'},"
                + "{'field':'Date','op':'lessThan','value':'2/30/2001'}]}");

        assertNull(condition);
        assertEquals(
                List.of(
                        "condition.and[0].field",
                        "condition.and[1].value",
                        "condition.and[2].or",
                        "condition.and[3].not.value[1]",
                        "condition.and[3].not.value[2]",
                        "condition.and[4].op",
                        "condition.and[5].value"),
                faults.stream().map(Violation::field).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"IS", "like", "", " is"})
    void anUnknownOperatorCannotBeRead(String operator) {
        var refused =
                assertThrows(BadRequest.class, () -> parse("{'field':'LongText','op':'" + operator + "','value':'a'}"));

        assertTrue(refused.getMessage().contains("condition.op"), refused.getMessage());
    }

    @Test
    void bothFieldAndOperator_areNamedWhenBothAreWrong() throws Exception {
        parse("{'field':7,'op':null}");

        assertEquals(
                List.of("condition.field", "condition.op"),
                faults.stream().map(Violation::field).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "'text'",
                "[]",
                "{}",
                "{'and':[],'or':[]}",
                "{'xor':[]}",
                "{'value':1}",
                "{'not':[]}",
                "{'not':null}",
                "{'and':{}}",
                "{'and':null}",
                "{'or':[null]}",
                "{'And':[]}",
                "{'field':'LongText'}",
                "{'op':'is'}",
                "{'field':'LongText','op':'is'}",
                "{'field':'LongText','op':'is','value':'a','and':[]}",
                "{'field':'LongText','op':'is','value':'a','x':1}",
                "{'field':'longtext','op':'is','value':'a'}",
                "{'field':'LongText','op':'is','value':null}",
                "{'field':'LongText','op':'is','value':1}",
                "{'field':'LongText','op':'is','value':['a']}",
                "{'field':'LongText','op':'is','value':{}}",
                "{'field':'LongText','op':'is','value':''}",
                "{'field':'LongText','op':'contains','value':''}",
                "{'field':'LongText','op':'is','value':'a\\u0000b'}",
                "{'field':'LongText','op':'is','value':'\\uD83D'}",
                "{'field':'LongText','op':'isSet','value':'true'}",
                "{'field':'LongText','op':'in','value':[]}",
                "{'field':'LongText','op':'in','value':'a'}",
                "{'field':'LongText','op':'in','value':['a','']}",
                "{'field':'LongText','op':'in'}",
                "{'field':'Decimal','op':'is','value':'1'}",
                "{'field':'Decimal','op':'is','value':true}",
                "{'field':'Decimal','op':'is','value':1e400}",
                "{'field':'Decimal','op':'is','value':1e-31}",
                "{'field':'Decimal','op':'is','value':1e30}",
                "{'field':'Decimal','op':'is','value':1e2000000000}",
                "{'field':'Date','op':'is','value':5}",
                "{'field':'Date','op':'is','value':''}",
                "{'field':'Date','op':'is','value':'soon'}",
                "{'field':'Date','op':'is','value':'13/1/2001'}",
                "{'field':'YesNo','op':'is','value':'true'}",
                "{'field':'YesNo','op':'is','value':1}"
            })
    void whatIsNoCondition_isAFault(String json) throws Exception {
        assertNull(parse(json));
        assertFalse(faults.isEmpty());
        for (var fault : faults) {
            assertTrue(fault.field().startsWith("condition"), fault.field());
            assertFalse(fault.message().isBlank());
        }
    }

    @Test
    void aConditionThatIsMissing_isAFault() {
        assertNull(Condition.parse(null, Conditions.FIELDS, "condition", faults));
        assertEquals("condition", faults.get(0).field());
    }

    @Test
    void faultsOfOtherParts_doNotSpoilACondition() throws Exception {
        faults.add(new Violation("name", "A name is needed."));

        assertNotNull(parse("{'field':'LongText','op':'is','value':'a'}"));
        assertEquals(1, faults.size());
    }

    @ParameterizedTest
    @EnumSource
    void anOperator_isTakenExactlyForTheTypesItSuits(FieldType type) throws Exception {
        for (var operator : Operator.values()) {
            faults.clear();
            var single = switch (type) {
                case WholeNumber, Decimal, Currency -> "1";
                case Date -> "'2001-05-21'";
                case YesNo -> "true";
                case FixedLengthText, LongText, SingleChoice, MultipleChoice, SingleObject, MultipleObject, User ->
                    "'a'";
            };
            var value = switch (operator) {
                case in -> "[" + single + "]";
                case isSet -> "false";
                case is, isNot, contains, startsWith, lessThan, greaterThan -> single;
            };

            var condition = parse("{'field':'" + type + "','op':'" + operator + "','value':" + value + "}");

            if (operator.suits(type)) {
                assertNotNull(condition, () -> operator + " " + faults);
            } else {
                assertEquals("condition.op", faults.get(0).field());
                assertTrue(faults.get(0).message().contains(type.name()), faults.toString());
            }
        }
    }

    @Test
    void conditions_nestThirtyTwoLevelsDeep_andNoDeeper() throws Exception {
        assertNotNull(parse(nested(31)));
        assertNull(parse(nested(32)));
        assertTrue(faults.get(0).message().contains("32 levels"), faults.toString());
        faults.clear();
        assertNull(parse(nested(400)));
        assertEquals(1, faults.size());
    }

    @Test
    void aCondition_hasFiveHundredComparisons_andNoMore() throws Exception {
        var comparison = "{'field':'LongText','op':'isSet'}";

        assertNotNull(parse("{'and':[" + (comparison + ",").repeat(499) + comparison + "]}"));
        assertNull(parse("{'and':[" + (comparison + ",").repeat(2000) + comparison + "]}"));
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).message().contains("500 comparisons"), faults.toString());
    }

    @Test
    void aList_hasAThousandValues_andNoMore() throws Exception {
        assertNotNull(parse("{'field':'LongText','op':'in','value':[" + "'a',".repeat(999) + "'a']}"));
        assertNull(parse("{'field':'LongText','op':'in','value':[" + "'a',".repeat(1000) + "'a']}"));
        assertEquals("condition.value", faults.get(0).field());
    }

    private static String nested(int levels) {
        return "{'not':".repeat(levels) + "{'field':'LongText','op':'isSet'}" + "}".repeat(levels);
    }

    private Condition parse(String json) throws Exception {
        return Condition.parse(Conditions.json(json), Conditions.FIELDS, "condition", faults);
    }
}
