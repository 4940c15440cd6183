package com.relativity.sync.access;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class ClaimsTest {

    private static JsonValue json(String text) {
        return Json.createReader(new StringReader(text)).readValue();
    }

    @Test
    void workspacesAreNumbers_alsoWrittenAsTexts() {
        assertEquals(Set.of(1001L, 1002L), Claims.workspaces(json("[1001,\"1002\"]")));
        assertEquals(Set.of(1001L, 1002L), Claims.workspaces(List.of(1001L, "1002")));
        assertEquals(Set.of(), Claims.workspaces(json("[]")));
    }

    @Test
    void aStarInTheList_isAllWorkspaces() {
        assertNull(Claims.workspaces(json("[\"*\"]")));
        assertNull(Claims.workspaces(json("[1001,\"*\"]")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"*\"", "\"1001\"", "1001", "null", "true", "{\"*\":1}", "[\"*\",\"all\"]", "[1001,\"\"]",
                        "[1001,null]",
                "[[1001]]", "[0]", "[-1]", "[1001.0]", "[1e3]", "[\" 1001\"]", "[\"01\"]", "[12345678901234567]",
                        "[\"**\"]"
            })
    void aClaimThatIsNotAsItShouldBe_isNoWorkspaces(String claim) {
        assertEquals(Set.of(), Claims.workspaces(json(claim)));
    }

    @Test
    void noClaim_isNoWorkspaces() {
        assertEquals(Set.of(), Claims.workspaces(null));
        assertEquals(Set.of(), Claims.workspaces(Map.of("*", 1)));
        assertEquals(Set.of(), Claims.workspaces(Arrays.asList(1001L, null)));
    }

    @Test
    void theName_isTheUsers_otherwiseTheSubject() {
        assertEquals("ann", Claims.name("ann", "4711"));
        assertEquals("ann", Claims.name(Json.createValue("ann"), "4711"));
        assertEquals("4711", Claims.name(null, "4711"));
        assertEquals("4711", Claims.name(" ", "4711"));
        assertEquals("4711", Claims.name("a\0b", "4711"));
        assertNull(Claims.name(null, null));
        assertNull(Claims.name("", "a\nb"));
        assertNull(Claims.name("x".repeat(256), null));
    }
}
