package com.relativity.sync.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.relativity.sync.support.Rule;
import com.relativity.sync.support.Rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** docs/coverage.md: each rule of the engine with the tests that say they hold it. */
class CoverageTest {

    private static final Path PAGE = Path.of("docs", "coverage.md");
    private static final Path TEST_CLASSES = Path.of("target", "test-classes");
    private static final Set<String> TESTS = Set.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.params.ParameterizedTest",
            "org.junit.jupiter.api.TestFactory",
            "net.jqwik.api.Property",
            "net.jqwik.api.Example");

    private static final Rules RULES = Rules.read();

    /** Tests by the id of the rule that they hold. */
    private static final Map<String, Set<String>> HELD_BY = new TreeMap<>();

    private static final Set<String> NO_TESTS = new TreeSet<>();

    @BeforeAll
    static void findTheTests() {
        JavaClasses classes = new ClassFileImporter().importPath(TEST_CLASSES);
        for (JavaClass type : classes) {
            boolean hasTests = type.getAllMethods().stream().anyMatch(CoverageTest::isTest);
            note(type, type.getSimpleName(), hasTests);
            for (JavaMethod method : type.getMethods()) {
                note(method, type.getSimpleName() + "." + method.getName(), isTest(method));
            }
        }
    }

    private static void note(HasAnnotations<?> annotated, String name, boolean isTest) {
        ids(annotated).forEach(id -> {
            HELD_BY.computeIfAbsent(id, first -> new TreeSet<>()).add(name);
            if (!isTest) {
                NO_TESTS.add(name);
            }
        });
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> TESTS.contains(annotation.getRawType().getName()));
    }

    private static Stream<String> ids(HasAnnotations<?> annotated) {
        return annotated.getAnnotations().stream().flatMap(CoverageTest::ids);
    }

    private static Stream<String> ids(JavaAnnotation<?> annotation) {
        if (annotation.getRawType().isEquivalentTo(Rule.class)) {
            return Stream.of((String) annotation.get("value").orElseThrow());
        }
        return annotation.getRawType().isEquivalentTo(Rule.Several.class)
                ? Stream.of((JavaAnnotation<?>[]) annotation.get("value").orElseThrow())
                        .flatMap(CoverageTest::ids)
                : Stream.empty();
    }

    @Test
    void everyRuleThatATestNames_isInTheCatalogue() {
        var unknown = new TreeMap<>(HELD_BY);
        unknown.keySet().removeAll(RULES.texts().keySet());

        assertEquals(Map.of(), unknown);
    }

    @Test
    void onlyTestsHoldRules() {
        assertEquals(Set.of(), NO_TESTS);
    }

    @Test
    void everyRuleHasATest() {
        assertTrue(notHeld().isEmpty(), () -> "No test holds " + notHeld());
    }

    /** The page is written anew where it differs, so that it only has to be committed. */
    @Test
    void thePageSaysWhatTheTestsSay() throws IOException {
        String page = page();
        boolean same = Files.exists(PAGE) && Files.readString(PAGE).equals(page);

        if (!same) {
            Files.writeString(PAGE, page);
        }

        assertTrue(same, PAGE + " was out of date and has been written anew; look at it and commit it");
    }

    private static List<String> notHeld() {
        return RULES.texts().keySet().stream()
                .filter(id -> !HELD_BY.containsKey(id))
                .toList();
    }

    private static String page() {
        var page = new StringBuilder("""
                # Coverage

                Each rule of the engine, and the tests that hold it: they name it by `@Rule`, and would fail without it. The build makes this page
                (`CoverageTest`) of `src/test/resources/rules.txt` and the tests; do not edit it.
                """);
        RULES.sections().forEach((number, title) -> {
            page.append("\n## ")
                    .append(number)
                    .append(' ')
                    .append(title)
                    .append("\n\n| rule | held by |\n| --- | --- |\n");
            RULES.texts().forEach((id, text) -> {
                if (Rules.sectionOf(id).equals(number) && HELD_BY.containsKey(id)) {
                    page.append(row(text, tests(id)));
                }
            });
        });
        return page.toString();
    }

    private static String tests(String id) {
        return HELD_BY.get(id).stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }

    private static String row(String rule, String cell) {
        return "| "
                + rule.replace("\\", "\\\\")
                        .replace("|", "\\|")
                        .replace("<", "&lt;")
                        .replace("*", "\\*")
                        .replace("_", "\\_")
                + " | " + cell + " |\n";
    }
}
