package com.relativity.sync.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.problem.NotFound;
import com.relativity.sync.sql.Transactions;
import com.relativity.sync.store.Choices.Choice;
import com.relativity.sync.support.Rule;
import com.relativity.sync.workspace.BatchReceipt;
import com.relativity.sync.workspace.FieldType;
import com.relativity.sync.workspace.SavedSearch;
import com.relativity.sync.workspace.Workspace;
import com.relativity.sync.workspace.WorkspaceGateway;
import com.relativity.sync.workspace.WorkspaceGatewayValuesContract;
import com.relativity.sync.workspace.WriteMode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class EmbeddedWorkspaceGatewayValuesTest extends WorkspaceGatewayValuesContract {

    @Inject
    WorkspaceGateway gateway;

    @Inject
    Workspaces workspaces;

    @Inject
    SavedSearches searches;

    @Inject
    Choices choices;

    @Inject
    Users users;

    @Inject
    Transactions transactions;

    @Inject
    NamedObjects objects;

    @Override
    protected WorkspaceGateway gateway() {
        return gateway;
    }

    @Override
    protected Workspace addWorkspace(String name) {
        return now(workspaces.create(name));
    }

    @Override
    protected void addUser(String email) {
        now(users.made(List.of(email)));
    }

    @Override
    protected SavedSearch addSavedSearch(Workspace in, String name) {
        return now(searches.create(in, name, null, null)).search();
    }

    // Choices

    @Test
    @Rule("4.sanitise.single-choice.made")
    @Rule("4.sanitise.multiple-choice.made")
    @Rule("4.sanitise.multiple-choice.parents")
    void choicesThatValuesName_areMadeOnceWithTheirParents() {
        var single = field("Single", FieldType.SingleChoice, null, null);
        var many = field("Many", FieldType.MultipleChoice, null, null);

        write(
                WriteMode.CREATE,
                item("A", Map.of(single.fieldId(), "Hot\\Very hot", many.fieldId(), List.of("b", "a\\c\\d"))),
                item("B", Map.of(single.fieldId(), "Hot", many.fieldId(), List.of("a\\c\\e", "b"))));
        write(WriteMode.CREATE, item("C", Map.of(single.fieldId(), "Hot\\Cold", many.fieldId(), List.of("c"))));
        write(WriteMode.CREATE, item("C", Map.of(single.fieldId(), "Refused")));

        assertEquals(Set.of("Hot", "Hot\\Very hot", "Hot\\Cold"), paths(single.fieldId()));
        assertEquals(Set.of("a", "a\\c", "a\\c\\d", "a\\c\\e", "b", "c"), paths(many.fieldId()));
        var byPath = new HashMap<String, Choice>();
        now(choices.list(many.fieldId(), 0, 100)).forEach(choice -> byPath.put(choice.path(), choice));
        assertEquals(byPath.get("a\\c").choiceId(), byPath.get("a\\c\\d").parentChoiceId());
        assertEquals("d", byPath.get("a\\c\\d").name());
        assertEquals(null, byPath.get("a").parentChoiceId());
    }

    @Test
    void writersThatMakeTheSameChoicesAtOnce_makeEachOnce() {
        var many = field("Many", FieldType.MultipleChoice, null, null);
        var writes = new ArrayList<Uni<BatchReceipt>>();
        for (int writer = 0; writer < 8; writer++) {
            var names = new ArrayList<String>();
            IntStream.range(0, 40).forEach(at -> names.add("top " + at % 7 + "\\middle " + at % 11 + "\\" + at));
            if (writer % 2 == 1) {
                Collections.reverse(names);
            }
            writes.add(writing(item("W" + writer, Map.of(many.fieldId(), names))));
        }

        now(Uni.join().all(writes).andFailFast());

        var expected = new HashSet<String>();
        IntStream.range(0, 40).forEach(at -> {
            expected.add("top " + at % 7);
            expected.add("top " + at % 7 + "\\middle " + at % 11);
            expected.add("top " + at % 7 + "\\middle " + at % 11 + "\\" + at);
        });
        assertEquals(expected, paths(many.fieldId()));
        assertEquals(
                expected.size(), now(choices.list(many.fieldId(), 0, 1_000)).size());
    }

    private Set<String> paths(long fieldId) {
        var paths = new HashSet<String>();
        now(choices.list(fieldId, 0, 1_000)).forEach(choice -> paths.add(choice.path()));
        return paths;
    }

    // Values that cannot be taken

    @ParameterizedTest
    @EnumSource(names = {"SingleChoice", "MultipleChoice", "SingleObject", "MultipleObject"})
    @Rule("4.sanitise.single-choice.blank")
    @Rule("4.sanitise.multiple-choice.blank")
    @Rule("4.sanitise.multiple-choice.separators")
    @Rule("4.sanitise.single-object.blank")
    @Rule("4.sanitise.single-object.separator")
    @Rule("4.sanitise.multiple-objects.blank")
    @Rule("4.sanitise.multiple-objects.separator")
    void aNameThatIsBlankOrHoldsASeparator_isAnItemError(FieldType type) {
        var objects = type.isObject() ? now(gateway.ensureObjectType(workspace.workspaceId(), "Person")) : null;
        var field = field("Named", type, null, objects);
        for (String name :
                type.isObject() ? List.of(" ", "a;b", "a\0b") : List.of(" ", "a;b", "a\0b", "a\\", "a\\ \\b")) {
            Object value = type.isMultiple() ? List.of("fine", name) : name;

            var receipt = write(
                    WriteMode.CREATE_OR_UPDATE,
                    item(7L, "BAD", Map.of(field.fieldId(), value)),
                    item(8L, "GOOD", Map.of()));

            assertEquals(1, receipt.transferred(), name);
            assertError(receipt, 7L, "BAD", "Named");
        }
    }

    @Test
    @Rule("4.sanitise.item-error")
    @Rule("4.sanitise.fixed-length")
    void whatNoFieldCanHold_isAnItemErrorThatNamesFieldValueAndRule() {
        var text = field("Short text", FieldType.FixedLengthText, null, null);
        var number = field("A number", FieldType.WholeNumber, null, null);
        var date = field("A date", FieldType.Date, null, null);
        var choice = field("A choice", FieldType.SingleChoice, null, null);
        var long255 = "x".repeat(255);

        var receipt = write(
                WriteMode.CREATE,
                item(1L, "LONG", Map.of(text.fieldId(), long255 + "y")),
                item(2L, "FITS", Map.of(text.fieldId(), long255)),
                item(3L, "HALF", Map.of(number.fieldId(), new BigDecimal("1.5"))),
                item(4L, "HUGE", Map.of(number.fieldId(), new BigDecimal("1E+100000"))),
                item(5L, "TEXT", Map.of(date.fieldId(), "yesterday")),
                item(6L, "LIST", Map.of(choice.fieldId(), List.of("a"))),
                item(7L, "NAME", Map.of(choice.fieldId(), "c".repeat(256))),
                item(8L, "WHOLE", Map.of(number.fieldId(), new BigDecimal("2.0"))));

        assertEquals(2, receipt.transferred());
        assertError(receipt, 1L, "LONG", "Short text", "xxxx", "256 characters", "255");
        assertError(receipt, 3L, "HALF", "A number", "1.5", "whole number");
        assertError(receipt, 4L, "HUGE", "A number", "digits");
        assertError(receipt, 5L, "TEXT", "A date", "yesterday", "Date");
        assertError(receipt, 6L, "LIST", "A choice", "SingleChoice");
        assertError(receipt, 7L, "NAME", "A choice", "ccc", "255");
        receipt.errors().forEach(error -> assertTrue(error.message().length() < 400, error.message()));
    }

    @Test
    void aFieldOfAnotherType_isRefusedAndNothingIsWritten() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var name = now(gateway.fields(workspace.workspaceId(), type.objectTypeId()))
                .get(0);

        assertThrows(NotFound.class, () -> write(WriteMode.CREATE, item("A", Map.of(name.fieldId(), "a"))));
    }

    @Test
    void aDocumentThatAFieldNames_isMadeInTheRootFolder() {
        var documents = now(gateway.ensureObjectType(workspace.workspaceId(), "Document"));
        var related = field("Related", FieldType.MultipleObject, null, documents);

        write(WriteMode.CREATE, item("A", Map.of(related.fieldId(), List.of("A", "B"))));

        var made = now(transactions.query(
                "select folder_id from store_item where object_type_id = $1 and identifier = 'B'",
                Tuple.of(workspace.documentTypeId())));
        assertEquals(workspace.rootFolderId(), made.iterator().next().getLong(0));
    }

    // Renaming

    @Test
    void aRenameThatBrokeOff_isEndedByTheSameCall_inPortions() {
        var type = now(gateway.ensureObjectType(workspace.workspaceId(), "Person"));
        var one = field("One", FieldType.SingleObject, null, type);
        var many = field("Many", FieldType.MultipleObject, null, type);
        for (int number = 0; number < 20; number++) {
            write(
                    WriteMode.CREATE,
                    item(
                            "I" + number,
                            number % 3 == 0
                                    ? Map.of()
                                    : Map.of(one.fieldId(), "old", many.fieldId(), List.of("x", "old"))));
        }
        now(transactions.query(
                "update store_item set identifier = 'new' where object_type_id = $1 and identifier = 'old'",
                Tuple.of(type.objectTypeId())));

        now(new ObjectRenaming(transactions, objects, 7)
                .rename(workspace.workspaceId(), type.objectTypeId(), "old", "new"));

        assertEquals(0, naming(one.fieldId(), "\"old\""));
        assertEquals(0, naming(many.fieldId(), "\"old\""));
        assertEquals(13, naming(one.fieldId(), "\"new\""));
        assertEquals(13, naming(many.fieldId(), "[\"x\", \"new\"]"));
    }

    private long naming(long fieldId, String json) {
        return now(transactions.query(
                        "select count(*) from store_item where object_type_id = $1 and fields -> $2 @> $3::text::jsonb",
                        Tuple.of(workspace.documentTypeId(), Long.toString(fieldId), json)))
                .iterator()
                .next()
                .getLong(0);
    }
}
