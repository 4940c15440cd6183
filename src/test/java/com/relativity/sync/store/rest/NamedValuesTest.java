package com.relativity.sync.store.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.relativity.sync.embedded.EmbeddedServices;

import static com.relativity.sync.store.rest.Store.BASE;
import static com.relativity.sync.store.rest.Store.get;
import static com.relativity.sync.store.rest.Store.post;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class NamedValuesTest {

    // Choices

    @Test
    void choicesThatAnImportNames_areListedWithTheirParents() {
        var store = Store.create();
        store.imported(
                "Control Number|Tags|Hot\nA|b;a\\c|yes\nB|a\\d|\n",
                Map.of("fieldTypes", Map.of("Tags", "MultipleChoice", "Hot", "SingleChoice")));
        long tags = fieldId(store, "Tags");

        var found = get(store.path("/fields/" + tags + "/choices"))
                .statusCode(200)
                .body("items.path", containsInAnyOrder("a", "b", "a\\c", "a\\d"))
                .body("items.name", containsInAnyOrder("a", "b", "c", "d"))
                .body(
                        "items.findAll { it.path == 'a' || it.path == 'b' }.parentChoiceId.findAll { it != null }",
                        empty())
                .body("nextCursor", nullValue())
                .extract()
                .jsonPath();
        assertEquals(
                found.getLong("items.find { it.path == 'a' }.choiceId"),
                found.getLong("items.find { it.path == 'a\\\\c' }.parentChoiceId"));
        get(store.path("/fields/" + fieldId(store, "Hot") + "/choices")).body("items.path", contains("yes"));
        get(store.path("/fields/" + fieldId(store, "Control Number") + "/choices"))
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void choicesComeInParts_andOnlyOfAFieldOfTheWorkspace() {
        var store = Store.create();
        store.imported("Control Number|Tag\nA|a\nB|b\nC|c\n", Map.of("fieldTypes", Map.of("Tag", "SingleChoice")));
        long tag = fieldId(store, "Tag");

        String cursor = get(store.path("/fields/" + tag + "/choices?limit=2"))
                .body("items", hasSize(2))
                .body("nextCursor", notNullValue())
                .extract()
                .path("nextCursor");
        get(store.path("/fields/" + tag + "/choices?limit=2&cursor=" + cursor))
                .body("items", hasSize(1))
                .body("nextCursor", nullValue());
        get(Store.create().path("/fields/" + tag + "/choices")).statusCode(404);
        get(store.path("/fields/1/choices")).statusCode(404);
        get(BASE + "/999999999/fields/" + tag + "/choices").statusCode(404);
    }

    @Test
    void anImportAgain_makesNoChoiceTwice() {
        var store = Store.create();
        var types = Map.<String, Object>of("fieldTypes", Map.of("Tag", "MultipleChoice"));
        for (int again = 0; again < 3; again++) {
            store.imported("Control Number|Tag\nA|x\\y;z\n", types);
        }

        get(store.path("/fields/" + fieldId(store, "Tag") + "/choices")).body("items", hasSize(3));
    }

    // Objects

    @Test
    void aNewFieldOfObjects_isAssociatedWithTheTypeOfItsName_andItsObjectsAreMade() {
        var store = Store.create();
        var result = store.imported(
                "Control Number|Custodian|Domains\nA|Zipper Andrew|a.com;b.com\nB|Zipper Andrew|b.com\n",
                Map.of("fieldTypes", Map.of("Custodian", "SingleObject", "Domains", "MultipleObject")));

        assertEquals(2, result.getInt("imported"));
        assertEquals(List.of(), result.getList("errors"));
        long custodian = typeId(store, "Custodian");
        get(store.path("/fields"))
                .body("items.find { it.name == 'Custodian' }.associatedObjectTypeId", equalTo((int) custodian));
        get(store.path("/objects?objectTypeId=" + custodian))
                .body("total", equalTo(1))
                .body("items.identifier", contains("Zipper Andrew"))
                .body("items[0].fields.Name", equalTo("Zipper Andrew"));
        get(store.path("/objects?objectTypeId=" + typeId(store, "Domains")))
                .body("items.identifier", containsInAnyOrder("a.com", "b.com"));
    }

    @Test
    void objectsThatNameOneAnother_areOneEach() {
        var store = Store.create();
        var result = store.imported(
                "Name|Person|Note\nA|B|of A\nB|C|of B\n",
                Map.of("objectType", "Person", "fieldTypes", Map.of("Person", "SingleObject")));

        assertEquals(2, result.getInt("imported"));
        get(store.path("/objects?objectTypeId=" + typeId(store, "Person")))
                .body("total", equalTo(3))
                .body("items.find { it.identifier == 'B' }.fields.Note", equalTo("of B"))
                .body("items.find { it.identifier == 'A' }.fields.Person", equalTo("B"));
    }

    @Test
    void objectsOfAFieldWithoutAType_areErrorsOfTheirLines() {
        var store = Store.create();
        post(store.path("/fields"), Map.of("name", "Whose", "type", "SingleObject"))
                .statusCode(201);

        var result = store.imported("Control Number|Whose\nA|Somebody\nB|\n");

        assertEquals(1, result.getInt("imported"));
        assertEquals(1, result.getInt("failed"));
        assertEquals(2, result.getInt("errors[0].line"));
        assertEquals("A", result.getString("errors[0].identifier"));
        for (String said : List.of("Whose", "Somebody", "object type")) {
            assertEquals(true, result.getString("errors[0].message").contains(said), said);
        }
    }

    @Test
    void aConditionOnObjects_findsTheVeryName() {
        var store = Store.create();
        store.imported(
                "Control Number|Job\nA|x;Job - 1\nB|Job - 12\nC|\n",
                Map.of("fieldTypes", Map.of("Job", "MultipleObject")));

        assertEquals(List.of("A"), found(store, "is", "Job - 1"));
        assertEquals(List.of("A"), found(store, "in", List.of("Job - 1", "nothing")));
        assertEquals(List.of("A", "B"), found(store, "contains", "Job - 1"));
        assertEquals(List.of("B", "C"), found(store, "isNot", "Job - 1"));
        assertEquals(List.of(), found(store, "is", "Job - "));
    }

    private static List<String> found(Store store, String operator, Object value) {
        long search = post(
                        store.path("/saved-searches"),
                        Map.of("name", "S", "condition", Map.of("field", "Job", "op", operator, "value", value)))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("savedSearchId");
        return store.identifiers("&savedSearchId=" + search).stream().sorted().toList();
    }

    @Test
    void theSampleLoadFilesOfObjects_makeTheTypesAndObjectsThatTheyName() throws IOException {
        Path samples = Path.of("..", "shared", "data").toAbsolutePath().normalize();
        Assumptions.assumeTrue(Files.isDirectory(samples), "no samples beside the project");
        var store = Store.create();
        for (String name : List.of("rdo_load_file_01.dat", "rdo_load_file_03.dat")) {
            store.file(name, Files.readAllBytes(samples.resolve(name)));
        }

        importSample(store, "rdo_load_file_01.dat", "Sample", Map.of("Domains (Email To)", "MultipleObject"));
        importSample(store, "rdo_load_file_03.dat", "Test", Map.of("Domain", "SingleObject"));

        get(store.path("/objects?objectTypeId=" + typeId(store, "Domains (Email To)")))
                .body("items.identifier", containsInAnyOrder("Sample_0000001", "Sample_0000002", "Sample_0000003"));
        get(store.path("/objects?objectTypeId=" + typeId(store, "Domain")))
                .body("items.identifier", containsInAnyOrder("RDO_Sample_001", "RDO_Sample_002", "RDO_Sample_003"));
        get(store.path("/objects?objectTypeId=" + typeId(store, "Test")))
                .body("items.find { it.identifier == 'Test2' }.fields.Domain", equalTo("RDO_Sample_002"));
    }

    private static void importSample(Store store, String file, String type, Map<String, String> fieldTypes) {
        post(
                        store.path("/imports"),
                        Map.of("loadFile", store.named(file), "objectType", type, "fieldTypes", fieldTypes))
                .statusCode(200)
                .body("imported", equalTo(3))
                .body("failed", equalTo(0));
    }

    // Users

    @Test
    void aUserThatAnImportNames_isKnownToTheInstance_inWhicheverCase() {
        var store = Store.create();
        String email = "zipper." + store.workspaceId + "@Example.com";

        var result = store.imported(
                "Control Number|Reviewer\nA|" + email + "\nB|" + email.toUpperCase(Locale.ROOT) + "\nC|nobody\n",
                Map.of("fieldTypes", Map.of("Reviewer", "User")));

        assertEquals(2, result.getInt("imported"));
        assertEquals(List.of("C"), result.getList("errors.identifier"));
        assertEquals(
                store.document("A").getString("fields.Reviewer"),
                store.document("B").getString("fields.Reviewer"));
        post(BASE + "/users", Map.of("email", email.toLowerCase(Locale.ROOT))).statusCode(409);
    }

    @Test
    void aUserThatIsMade_isListed() {
        String email = "made." + Store.create().workspaceId + "@example.com";

        int userId = post(BASE + "/users", Map.of("email", email))
                .statusCode(201)
                .header("Location", containsString("/users"))
                .body("email", equalTo(email))
                .body("userId", greaterThan(0))
                .extract()
                .path("userId");

        var all = get(BASE + "/users?limit=500").statusCode(200).extract().jsonPath();
        assertEquals(email, all.getString("items.find { it.userId == " + userId + " }.email"));
        get(BASE + "/users?limit=1").body("items", hasSize(1));
        get(BASE + "/users?limit=0").statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nobody", "a@b@c", "a b@c.de", "a@b\0.de", "\"a\"@b.de"})
    void whatIsNoAddress_isNoUser(String email) {
        post(BASE + "/users", Map.of("email", email)).statusCode(422).body("violations.field", contains("email"));
        get(BASE + "/users?limit=500").body("items.email", not(hasItem(email)));
    }

    @Test
    void aUserWithoutAnAddress_isRefused() {
        var body = new HashMap<String, Object>();
        body.put("email", null);
        post(BASE + "/users", body).statusCode(422);
        post(BASE + "/users", Map.of()).statusCode(422);
    }

    private static long fieldId(Store store, String name) {
        return get(store.path("/fields"))
                .extract()
                .jsonPath()
                .getLong("items.find { it.name == '" + name + "' }.fieldId");
    }

    private static long typeId(Store store, String name) {
        return get(store.path("/object-types"))
                .extract()
                .jsonPath()
                .getLong("items.find { it.name == '" + name + "' }.objectTypeId");
    }
}
