package com.relativity.sync.store.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import com.relativity.sync.embedded.EmbeddedServices;

import static com.relativity.sync.store.rest.Store.get;
import static com.relativity.sync.store.rest.Store.post;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(EmbeddedServices.class)
class ProductionsAndViewsTest {

    // Productions

    @Test
    void aNewProduction_isNewAndOpen_andIsListed() {
        var store = Store.create();
        var made = post(store.path("/productions"), Map.of("name", "Übung; \\ 1"))
                .statusCode(201)
                .body("productionId", greaterThan(0))
                .body("name", equalTo("Übung; \\ 1"))
                .body("status", equalTo("New"))
                .body("readOnly", equalTo(false))
                .extract();
        int id = made.path("productionId");
        get(made.header("Location")).statusCode(200).body("productionId", equalTo(id));
        post(store.path("/productions"), Map.of("name", "Second")).statusCode(201);

        get(store.path("/productions"))
                .statusCode(200)
                .body("items.name", contains("Übung; \\ 1", "Second"))
                .body("items[0].status", equalTo("New"))
                .body("nextCursor", nullValue());
        String next = get(store.path("/productions?limit=1"))
                .body("items.name", contains("Übung; \\ 1"))
                .body("nextCursor", notNullValue())
                .extract()
                .path("nextCursor");
        get(store.path("/productions?limit=1&cursor=" + next)).body("items.name", contains("Second"));
        get(store.path("/productions/" + id + "/images"))
                .statusCode(200)
                .body("items", hasSize(0))
                .body("nextCursor", nullValue());
    }

    @Test
    void aProductionsName_isChecked() {
        var store = Store.create();
        for (String name : List.of("", " ", "x".repeat(256), "a\0b", "a\nb")) {
            post(store.path("/productions"), Map.of("name", name))
                    .statusCode(422)
                    .body("violations.field", contains("name"));
        }
        post(store.path("/productions"), Map.of()).statusCode(422).body("violations.field", contains("name"));
        post(store.path("/productions"), Map.of("name", "x", "status", "Produced"))
                .statusCode(400);
        post(store.path("/productions"), "").statusCode(400);
        post(store.path("/productions"), Map.of("name", "x".repeat(255))).statusCode(201);
        get(store.path("/productions")).body("items", hasSize(1));
    }

    @Test
    void aProductionOfAnotherWorkspace_isNotFound() {
        int id = post(Store.create().path("/productions"), Map.of("name", "Theirs"))
                .extract()
                .path("productionId");
        var store = Store.create();

        for (String one : List.of(String.valueOf(id), "0", "-1", "x", "99999999999999999999")) {
            get(store.path("/productions/" + one)).statusCode(404);
            get(store.path("/productions/" + one + "/images")).statusCode(404);
        }
        get(store.path("/productions/" + id)).body("detail", endsWith("."));
        get(store.path("/productions")).body("items", hasSize(0));
    }

    // Views

    @Test
    void aView_showsTheObjectsThatKeepItsCondition() {
        var store = Store.create();
        store.imported(
                "Name|Size\nD1|7\nD2|8\nD3|\n",
                Map.of("objectType", "Domain", "fieldTypes", Map.of("Size", "WholeNumber")));
        int type = typeId(store, "Domain");

        var condition = Map.of("field", "Size", "op", "greaterThan", "value", 7);
        int large = post(store.path("/views"), Map.of("name", "Large", "objectTypeId", type, "condition", condition))
                .statusCode(201)
                .body("viewId", greaterThan(0))
                .body("name", equalTo("Large"))
                .body("objectTypeId", equalTo(type))
                .body("condition.op", equalTo("greaterThan"))
                .extract()
                .path("viewId");
        int all = post(store.path("/views"), Map.of("name", "All", "objectTypeId", type))
                .statusCode(201)
                .body("condition", nullValue())
                .extract()
                .path("viewId");

        get(store.path("/objects?viewId=" + large))
                .statusCode(200)
                .body("items.identifier", contains("D2"))
                .body("total", equalTo(1));
        get(store.path("/objects?viewId=" + all + "&objectTypeId=" + type))
                .body("items.identifier", contains("D1", "D2", "D3"));
        get(store.path("/objects?limit=2&viewId=" + all))
                .body("items.identifier", contains("D1", "D2"))
                .body("nextCursor", notNullValue())
                .body("total", equalTo(3));
        get(store.path("/views"))
                .statusCode(200)
                .body("items.name", contains("Large", "All"))
                .body("nextCursor", nullValue());
        get(store.path("/views?limit=1")).body("items.name", contains("Large")).body("nextCursor", notNullValue());
    }

    @Test
    void aViewThatDoesNotExist_isNotFound_andOneOfAnotherTypeABadRequest() {
        var store = Store.create();
        int document = typeId(store, "Document");
        int view = post(store.path("/views"), Map.of("name", "V", "objectTypeId", document))
                .extract()
                .path("viewId");
        int other = post(store.path("/object-types"), Map.of("name", "Other"))
                .extract()
                .path("objectTypeId");

        get(store.path("/objects?viewId=1")).statusCode(404);
        get(Store.create().path("/objects?viewId=" + view)).statusCode(404);
        get(store.path("/objects?viewId=x")).statusCode(400);
        get(store.path("/objects?viewId=" + view + "&objectTypeId=" + other)).statusCode(400);
        get(store.path("/objects?viewId=" + view)).statusCode(200);
    }

    @Test
    void everyFaultOfAViewIsNamedAtOnce() {
        var store = Store.create();
        int document = typeId(store, "Document");
        int strangers = typeId(Store.create(), "Document");
        var body = new HashMap<String, Object>();
        body.put("name", " ");
        body.put("objectTypeId", document);
        body.put(
                "condition",
                Map.of(
                        "and",
                        List.of(
                                Map.of("field", "Nowhere", "op", "is", "value", "x"),
                                Map.of("field", "Control Number", "op", "lessThan", "value", "x"))));
        post(store.path("/views"), body)
                .statusCode(422)
                .body("violations.field", hasItem("name"))
                .body("violations.field", hasItem("condition.and[0].field"))
                .body("violations.field", hasItem("condition.and[1].op"));
        post(store.path("/views"), Map.of("name", ""))
                .statusCode(422)
                .body("violations.field", containsInAnyOrder("name", "objectTypeId"));
        for (long typeId : List.of((long) strangers, 0L, -1L, 9_000_000_000L)) {
            post(store.path("/views"), Map.of("name", "V", "objectTypeId", typeId))
                    .statusCode(422)
                    .body("violations.field", contains("objectTypeId"));
        }
        post(store.path("/views"), Map.of("name", "V", "objectTypeId", "x")).statusCode(400);
        get(store.path("/views")).body("items", hasSize(0));
    }

    private static int typeId(Store store, String name) {
        return get(store.path("/object-types")).extract().path("items.find { it.name == '" + name + "' }.objectTypeId");
    }
}
