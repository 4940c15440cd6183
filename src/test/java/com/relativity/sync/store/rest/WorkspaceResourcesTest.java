package com.relativity.sync.store.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;
import com.relativity.sync.workspace.FieldType;

import static com.relativity.sync.store.rest.Store.BASE;
import static com.relativity.sync.store.rest.Store.get;
import static com.relativity.sync.store.rest.Store.post;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class WorkspaceResourcesTest {

    @Test
    void aNewWorkspace_hasARootFolderTheTypeDocumentAndItsIdentifier() {
        var made = post(BASE, Map.of("name", "Übung; 1"))
                .statusCode(201)
                .body("name", equalTo("Übung; 1"))
                .body("rootFolderId", greaterThan(0))
                .extract();
        long id = made.jsonPath().getLong("workspaceId");
        assertTrue(made.header("Location").endsWith(BASE + "/" + id));

        get(BASE + "/" + id)
                .statusCode(200)
                .body("name", equalTo("Übung; 1"))
                .body("rootFolderId", equalTo(made.path("rootFolderId")));
        get(BASE + "/" + id + "/folders")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].folderId", equalTo(made.path("rootFolderId")))
                .body("items[0].children", hasSize(0))
                .body("$", hasKey("nextCursor"));
        get(BASE + "/" + id + "/object-types").statusCode(200).body("items.name", contains("Document"));
        get(BASE + "/" + id + "/fields")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].name", equalTo("Control Number"))
                .body("items[0].type", equalTo("FixedLengthText"))
                .body("items[0].isIdentifier", equalTo(true))
                .body("items[0].overlayBehavior", equalTo("ReplaceValues"))
                .body("items[0].length", equalTo(255))
                .body("items[0]", hasKey("associatedObjectTypeId"))
                .body("items[0].objectTypeId", notNullValue());
        get(BASE + "/" + id + "/documents")
                .statusCode(200)
                .body("items", hasSize(0))
                .body("total", equalTo(0))
                .body("nextCursor", nullValue());
    }

    @Test
    void aFolder_isMadeBelowAnother_once() {
        var store = Store.create();
        long above = post(store.path("/folders"), Map.of("name", "Ümlaut"))
                .statusCode(201)
                .body("name", equalTo("Ümlaut"))
                .extract()
                .jsonPath()
                .getLong("folderId");
        long below = post(store.path("/folders"), Map.of("name", "Inbox", "parentFolderId", above))
                .statusCode(201)
                .body("parentFolderId", equalTo((int) above))
                .extract()
                .jsonPath()
                .getLong("folderId");

        get(store.path("/folders"))
                .body("items[0].children[0].folderId", equalTo((int) above))
                .body("items[0].children[0].children[0].folderId", equalTo((int) below));
        store.imported("Control Number|Folder Path\nA|Ümlaut\\Inbox\n");
        assertEquals(1, store.identifiers("&folderId=" + below).size());

        post(store.path("/folders"), Map.of("name", "Inbox", "parentFolderId", above))
                .statusCode(409);
        post(store.path("/folders"), Map.of("name", "a\\b", "parentFolderId", 1))
                .statusCode(422)
                .body("violations.field", contains("parentFolderId", "name"));
        post(store.path("/folders"), Map.of()).statusCode(422).body("violations.field", contains("name"));
    }

    @Test
    void workspacesAreListedInParts() {
        var made = new ArrayList<Long>();
        for (int i = 0; i < 3; i++) {
            made.add(Store.create().workspaceId);
        }

        var seen = new ArrayList<Long>();
        String cursor = "";
        while (cursor != null) {
            var page = get(BASE + "?limit=2&cursor=" + cursor)
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertTrue(page.getList("items").size() <= 2);
            seen.addAll(page.getList("items.workspaceId", Long.class));
            cursor = page.getString("nextCursor");
        }
        assertTrue(seen.containsAll(made));
        assertEquals(seen.stream().distinct().sorted().toList(), seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "-1", "x", "1.5", "99999999999999999999"})
    void aLimitThatIsNoneIsABadRequest(String limit) {
        get(BASE + "?limit=" + limit).statusCode(400).body("type", equalTo("urn:sync:problem:bad-request"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "500"})
    void theLimitsOfALimitAreTaken(String limit) {
        get(BASE + "?limit=" + limit).statusCode(200);
    }

    @Test
    void aCursorThatNoListGaveOut_isABadRequest() {
        get(BASE + "?cursor=%00nonsense").statusCode(400);
    }

    @Test
    void namesThatAreNone_areRuleViolations() {
        var bad = List.of("", "   ", "x".repeat(256), "a\u0000b", "a\nb", "\ud800");
        for (String name : bad) {
            post(BASE, Map.of("name", name)).statusCode(422).body("violations.field", contains("name"));
        }
        post(BASE, Map.of()).statusCode(422).body("violations.field", contains("name"));
        post(BASE, Map.of("name", "x".repeat(255))).statusCode(201);
    }

    @Test
    void aBodyThatIsNoObject_isABadRequest() {
        for (String body : List.of("", "null", "[]", "17", "{\"name\":17", "{\"name\":{}}", "{\"nam\":\"x\"}")) {
            post(BASE, body).statusCode(400).body("status", equalTo(400));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "999999999", "9223372036854775807", "99999999999999999999", "abc", "1001x"})
    void aWorkspaceThatDoesNotExist_isNotFound_whateverIsAskedOfIt(String id) {
        for (String below : List.of(
                "",
                "/fields",
                "/folders",
                "/saved-searches",
                "/object-types",
                "/documents",
                "/documents/X",
                "/documents/X/native",
                "/documents/X/images/1",
                "/productions",
                "/productions/1",
                "/productions/1/images",
                "/views",
                "/objects",
                "/objects/1")) {
            get(BASE + "/" + id + below).statusCode(404).body("status", equalTo(404));
        }
        post(BASE + "/" + id + "/fields", Map.of("name", "x", "type", "Date")).statusCode(404);
        post(BASE + "/" + id + "/saved-searches", Map.of("name", "x")).statusCode(404);
        post(BASE + "/" + id + "/object-types", Map.of("name", "x")).statusCode(404);
        post(BASE + "/" + id + "/imports", Map.of("loadFile", "x")).statusCode(404);
        post(BASE + "/" + id + "/imports", Map.of("opticonFile", "x", "productionId", 1))
                .statusCode(404);
        post(BASE + "/" + id + "/productions", Map.of("name", "x")).statusCode(404);
        post(BASE + "/" + id + "/views", Map.of("name", "x", "objectTypeId", 1)).statusCode(404);
    }

    // Fields and object types

    @ParameterizedTest
    @EnumSource(FieldType.class)
    void aFieldOfEachTypeCanBeMade(FieldType type) {
        var store = Store.create();

        post(store.path("/fields"), Map.of("name", "F", "type", type.name()))
                .statusCode(201)
                .body("fieldId", greaterThan(0))
                .body("type", equalTo(type.name()))
                .body("isIdentifier", equalTo(false))
                .body("length", type == FieldType.FixedLengthText ? equalTo(255) : nullValue());

        get(store.path("/fields")).body("items.name", contains("Control Number", "F"));
    }

    @Test
    void aFieldWithEverything_isAsItWasAskedFor() {
        var store = Store.create();
        int typeId = post(store.path("/object-types"), Map.of("name", "Custodian"))
                .statusCode(201)
                .body("name", equalTo("Custodian"))
                .extract()
                .path("objectTypeId");

        post(
                        store.path("/fields"),
                        Map.of(
                                "name",
                                "People",
                                "type",
                                "MultipleObject",
                                "objectTypeId",
                                typeId,
                                "overlayBehavior",
                                "MergeValues",
                                "associatedObjectTypeId",
                                typeId))
                .statusCode(201)
                .body("objectTypeId", equalTo(typeId))
                .body("overlayBehavior", equalTo("MergeValues"))
                .body("associatedObjectTypeId", equalTo(typeId));
        post(store.path("/fields"), Map.of("name", "Short", "type", "FixedLengthText", "length", 1))
                .statusCode(201)
                .body("length", equalTo(1));

        get(store.path("/fields?objectTypeId=" + typeId)).body("items.name", contains("Name", "People"));
    }

    @Test
    void aNameThatIsTaken_isAConflict() {
        var store = Store.create();
        post(store.path("/fields"), Map.of("name", "Control Number", "type", "Date"))
                .statusCode(409);
        post(store.path("/object-types"), Map.of("name", "Document")).statusCode(409);
        post(store.path("/fields"), Map.of("name", "control number", "type", "Date"))
                .statusCode(201);
        get(store.path("/object-types")).body("items", hasSize(1));
    }

    @Test
    void everyFaultOfAFieldIsNamedAtOnce() {
        var store = Store.create();
        var body = new HashMap<String, Object>();
        body.put("name", " ");
        body.put("type", "Date");
        body.put("length", 5);
        body.put("objectTypeId", 1);
        body.put("overlayBehavior", "MergeValues");
        body.put("associatedObjectTypeId", 2);

        post(store.path("/fields"), body)
                .statusCode(422)
                .body("type", equalTo("urn:sync:problem:rule-violation"))
                .body(
                        "violations.field",
                        containsInAnyOrder(
                                "name",
                                "length",
                                "objectTypeId",
                                "overlayBehavior",
                                "associatedObjectTypeId",
                                "associatedObjectTypeId"));
        get(store.path("/fields")).body("items", hasSize(1));
    }

    @Test
    void lengthsAreChecked() {
        var store = Store.create();
        for (int length : List.of(0, -1, 10_001)) {
            post(store.path("/fields"), Map.of("name", "F", "type", "FixedLengthText", "length", length))
                    .statusCode(422)
                    .body("violations.field", contains("length"));
        }
        post(store.path("/fields"), Map.of("name", "F", "type", "FixedLengthText", "length", 10_000))
                .statusCode(201);
        post(store.path("/fields"), Map.of("name", "G")).statusCode(422).body("violations.field", contains("type"));
    }

    @Test
    void anUnknownFieldType_isABadRequest() {
        var store = Store.create();
        post(store.path("/fields"), Map.of("name", "F", "type", "Text")).statusCode(400);
        post(store.path("/fields"), Map.of("name", "F", "type", "date")).statusCode(400);
        post(store.path("/fields"), Map.of("name", "F", "type", 3)).statusCode(400);
    }

    @Test
    void fieldsOfATypeThatDoesNotExist_areNotFound() {
        var store = Store.create();
        get(store.path("/fields?objectTypeId=1")).statusCode(404);
        get(store.path("/fields?objectTypeId=x")).statusCode(400);
        get(store.path("/objects?objectTypeId=1")).statusCode(404);
    }

    // Saved searches

    @Test
    void aSearchIsPublicUnlessItHasAnOwner() {
        var store = Store.create();
        post(store.path("/saved-searches"), Map.of("name", "All"))
                .statusCode(201)
                .body("savedSearchId", greaterThan(0))
                .body("owner", nullValue())
                .body("condition", nullValue());
        post(store.path("/saved-searches"), Map.of("name", "Mine", "owner", "me"))
                .statusCode(201)
                .body("owner", equalTo("me"));

        get(store.path("/saved-searches?limit=1"))
                .statusCode(200)
                .body("items.name", contains("All"))
                .body("nextCursor", notNullValue());
        get(store.path("/saved-searches"))
                .body("items.name", contains("All", "Mine"))
                .body("nextCursor", nullValue());
    }

    @Test
    void everyFaultOfASearchIsNamedAtOnce() {
        var store = Store.create();
        post(
                        store.path("/saved-searches"),
                        Map.of(
                                "name", "",
                                "owner", "",
                                "condition",
                                        Map.of(
                                                "and",
                                                List.of(
                                                        Map.of("field", "Nowhere", "op", "is", "value", "x"),
                                                        Map.of(
                                                                "field",
                                                                "Control Number",
                                                                "op",
                                                                "lessThan",
                                                                "value",
                                                                "x")))))
                .statusCode(422)
                .body("violations.field", hasItem("name"))
                .body("violations.field", hasItem("owner"))
                .body("violations.field", hasItem("condition.and[0].field"))
                .body("violations.field", hasItem("condition.and[1].op"));
        var unknown = Map.of("field", "Control Number", "op", "like", "value", "x");
        post(store.path("/saved-searches"), Map.of("name", "like", "condition", unknown))
                .statusCode(400);
        get(store.path("/saved-searches")).body("items", hasSize(0));
    }

    @Test
    void aConditionsTextIsAlwaysAValue() {
        var store = Store.create();
        store.imported("Control Number|Note\nA|x' or '1'='1\nB|50%_\\\nC|plain\n");
        for (String text : List.of("x' or '1'='1", "50%_\\", "%", "_", "\\", "'; drop table store_item; --")) {
            long found = store.identifiers(
                            "&savedSearchId=" + search(store, Map.of("field", "Note", "op", "contains", "value", text)))
                    .size();
            assertEquals(text.startsWith("';") ? 0 : 1, found, text);
        }
        assertEquals(3, store.total());
    }

    private static long search(Store store, Object condition) {
        return post(store.path("/saved-searches"), Map.of("name", "S", "condition", condition))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("savedSearchId");
    }

    @Test
    void conditionsFindWhatTheySay() {
        var store = Store.create();
        store.imported(
                """
                Control Number|Size|Sent|Hot|Tags|Custodian
                A|9|2001-01-01|Yes|red;blue|Zipper Andrew
                B|10|2001-01-02 13:00|No|blue|Zufferli John
                C|||||
                """,
                Map.of(
                        "fieldTypes",
                        Map.of(
                                "Size",
                                "WholeNumber",
                                "Sent",
                                "Date",
                                "Hot",
                                "YesNo",
                                "Tags",
                                "MultipleChoice",
                                "Custodian",
                                "SingleChoice")));

        assertFound(store, "AB", Map.of("field", "Size", "op", "isSet"));
        assertFound(store, "B", Map.of("field", "Size", "op", "greaterThan", "value", 9));
        assertFound(store, "A", Map.of("field", "Size", "op", "lessThan", "value", 9.5));
        assertFound(store, "A", Map.of("field", "Sent", "op", "lessThan", "value", "2001-01-02T00:00:00Z"));
        assertFound(store, "A", Map.of("field", "Hot", "op", "is", "value", true));
        assertFound(store, "BC", Map.of("field", "Hot", "op", "isNot", "value", true));
        assertFound(store, "AB", Map.of("field", "Tags", "op", "is", "value", "blue"));
        assertFound(store, "A", Map.of("field", "Tags", "op", "in", "value", List.of("red", "green")));
        assertFound(store, "AB", Map.of("field", "Custodian", "op", "startsWith", "value", "Z"));
        assertFound(store, "C", Map.of("field", "Custodian", "op", "isSet", "value", false));
        assertFound(store, "AC", Map.of("not", Map.of("field", "Custodian", "op", "contains", "value", "u")));
        assertFound(
                store,
                "AC",
                Map.of(
                        "or",
                        List.of(
                                Map.of("field", "Control Number", "op", "is", "value", "A"),
                                Map.of("not", Map.of("field", "Custodian", "op", "isSet", "value", true)))));
    }

    private static void assertFound(Store store, String identifiers, Map<String, ?> condition) {
        assertEquals(
                List.of(identifiers.split("")),
                store.identifiers("&savedSearchId=" + search(store, condition)),
                condition.toString());
    }

    // Objects

    @Test
    void objectsOfAnImport_areListedAndFoundById() {
        var store = Store.create();
        var imported = store.imported(
                "Name|Artifact ID\nRDO_1|7\nRDO_2|\n",
                Map.of("objectType", "Domain", "fieldTypes", Map.of("Artifact ID", "WholeNumber")));
        assertEquals(2, imported.getInt("imported"));
        int typeId = get(store.path("/object-types")).extract().path("items.find { it.name == 'Domain' }.objectTypeId");

        var list = get(store.path("/objects?objectTypeId=" + typeId))
                .statusCode(200)
                .body("total", equalTo(2))
                .body("items.identifier", contains("RDO_1", "RDO_2"))
                .body("items[0].fields.'Artifact ID'", equalTo(7))
                .body("items[1].fields", hasKey("Artifact ID"))
                .body("items[1].fields.'Artifact ID'", nullValue())
                .extract();
        int objectId = list.path("items[0].objectId");
        get(store.path("/objects/" + objectId))
                .statusCode(200)
                .body("identifier", equalTo("RDO_1"))
                .body("objectTypeId", equalTo(typeId));
        get(Store.create().path("/objects/" + objectId)).statusCode(404).body("detail", endsWith("."));
        assertEquals(0, store.total());
    }
}
