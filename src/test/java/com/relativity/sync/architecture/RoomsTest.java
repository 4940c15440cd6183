package com.relativity.sync.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Assertions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Packages are rooms; what a room may import stands here and nowhere else, docs/architecture.md quotes it. */
@AnalyzeClasses(packages = RoomsTest.ROOT, importOptions = RoomsTest.MainCode.class)
class RoomsTest {

    static final String ROOT = "com.relativity.sync";

    /** Each room with the rooms it may import. A room imports only rooms named before it, so there is no cycle. */
    static final Map<String, Set<String>> ROOMS = rooms(
            "job", "",
            "problem", "",
            "telemetry", "job",
            "loop", "telemetry",
            "workspace", "problem",
            "sql", "problem telemetry",
            "audit", "job sql",
            "outbox", "job sql",
            "history", "job sql outbox problem telemetry",
            "notification", "job workspace sql history problem",
            "joblist", "job sql audit outbox history notification problem telemetry",
            "access", "problem sql telemetry",
            "validation", "job workspace problem",
            "submission", "job workspace validation history joblist problem telemetry",
            "engine", "job workspace validation history notification joblist problem telemetry",
            "store", "workspace access sql problem telemetry",
            "relay", "job outbox problem telemetry",
            "deadletter", "relay sql problem telemetry",
            "agent", "job joblist engine deadletter problem loop telemetry history",
            "maintenance", "workspace sql audit outbox history joblist job loop telemetry",
            "api", "job access audit submission joblist history outbox deadletter problem telemetry",
            "roles", "access audit agent relay maintenance notification outbox loop sql problem joblist telemetry");

    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(com.tngtech.archunit.core.importer.Location location) {
            return location.contains("/classes/") && !location.contains("/test-classes/");
        }
    }

    private static Map<String, Set<String>> rooms(String... namesAndImports) {
        var rooms = new java.util.LinkedHashMap<String, Set<String>>();
        for (int i = 0; i < namesAndImports.length; i += 2) {
            var imports =
                    namesAndImports[i + 1].isEmpty() ? Set.<String>of() : Set.of(namesAndImports[i + 1].split(" "));
            if (!rooms.keySet().containsAll(imports)) {
                throw new IllegalArgumentException(namesAndImports[i] + " imports a room that comes after it");
            }
            rooms.put(namesAndImports[i], imports);
        }
        return rooms;
    }

    private static String room(JavaClass type) {
        String inside = type.getPackageName().substring(ROOT.length());
        return inside.isEmpty() ? "" : inside.substring(1).split("\\.")[0];
    }

    @ArchTest
    void everyClassIsInARoomThatIsNamedHere(JavaClasses classes) {
        var strangers = new TreeMap<String, String>();
        classes.stream()
                .filter(type -> !ROOMS.containsKey(room(type)))
                .forEach(type -> strangers.put(type.getName(), room(type)));
        Assertions.assertEquals(Map.of(), strangers);
    }

    @ArchTest
    void aRoomImportsOnlyWhatItMay(JavaClasses classes) {
        var faults = new TreeMap<String, String>();
        for (JavaClass type : classes) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .filter(target -> !room(target).equals(room(type)))
                    .filter(target -> !ROOMS.getOrDefault(room(type), Set.of()).contains(room(target)))
                    .forEach(target -> faults.put(type.getName(), target.getName()));
        }
        Assertions.assertEquals(Map.of(), faults);
    }

    @ArchTest
    static final ArchRule sqlStaysInTheRoomsThatOwnTables = noClasses()
            .that(notIn(
                    "sql", "audit", "outbox", "history", "notification", "joblist", "access", "store", "deadletter"))
            .should()
            .dependOnClassesThat(inPackages("io.vertx.mutiny.sqlclient", "io.vertx.sqlclient", "io.vertx.pgclient"))
            .because("a room that owns no table asks one that does");

    @ArchTest
    static final ArchRule kafkaStaysInTheRoomsThatSpeakToIt = noClasses()
            .that(notIn("agent", "relay", "deadletter"))
            .should()
            .dependOnClassesThat(inPackages("org.apache.kafka", "io.smallrye.reactive.messaging"));

    @ArchTest
    static final ArchRule restStaysInApiAndStoreRest = noClasses()
            .that(notIn("api"))
            .and()
            .resideOutsideOfPackage(ROOT + ".store.rest..")
            .should()
            .dependOnClassesThat(inPackages("jakarta.ws.rs", "org.jboss.resteasy"));

    @ArchTest
    static final ArchRule noJdbc = noClasses().should().dependOnClassesThat(inPackages("java.sql", "javax.sql"));

    @ArchTest
    static final ArchRule waitingAndSubscribingIsForTheRoles = noClasses()
            .that(notIn("roles", "loop"))
            .should()
            .callMethodWhere(describe(
                    "subscribe() or await() of Mutiny",
                    call -> call.getTargetOwner().getPackageName().startsWith("io.smallrye.mutiny")
                            && List.of("subscribe", "await").contains(call.getName())));

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = classes()
            .should()
            .haveNameNotMatching(".*(Impl|Util|Utils|Helper|Manager)")
            .because("these endings say nothing");

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> notIn(String... rooms) {
        var named = Set.of(rooms);
        return describe("not in " + named, type -> !named.contains(room(type)));
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> inPackages(String... packages) {
        return describe("in " + List.of(packages), type -> {
            for (String start : packages) {
                if (type.getPackageName().equals(start) || type.getPackageName().startsWith(start + ".")) {
                    return true;
                }
            }
            return false;
        });
    }
}
