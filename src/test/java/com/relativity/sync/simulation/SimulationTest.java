package com.relativity.sync.simulation;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.flywaydb.core.Flyway;

import com.relativity.sync.embedded.Database;
import com.relativity.sync.simulation.Story.Happening;
import com.relativity.sync.simulation.Story.Kind;

import static com.relativity.sync.simulation.Story.h;

class SimulationTest {

    private static final Logger LOG = Logger.getLogger("com.relativity.sync");

    private static Database database;
    private static SimulatedPostgres postgres;
    private static java.util.concurrent.Executor executor;

    @BeforeContainer
    static void start() throws Exception {
        LOG.setLevel(Level.OFF);
        executor = Infrastructure.getDefaultExecutor();
        Infrastructure.setDroppedExceptionHandler(dropped -> {});
        database = Database.fresh();
        try (var connection = java.sql.DriverManager.getConnection(database.jdbcUrl(), database.user(), "");
                var statement = connection.createStatement()) {
            Flyway.configure()
                    .dataSource(database.jdbcUrl(), database.user(), "")
                    .load()
                    .migrate();
            statement.execute(Rulebook.script());
        }
        postgres = new SimulatedPostgres(database.reactiveUrl(), "postgres");
    }

    @AfterContainer
    static void stop() throws Exception {
        postgres.close();
        database.close();
        Infrastructure.setDefaultExecutor(executor, false);
        Infrastructure.resetDroppedExceptionHandler();
        LOG.setLevel(null);
    }

    @Property
    void whateverDies_nothingIsLostAndNothingHappensTwice(@ForAll("stories") Story story) {
        new World(postgres, story).play();
    }

    @Example
    void withoutAnyFault() {
        new World(postgres, new Story(1, 0, List.of(h(0, Kind.SUBMIT, 0, 7), h(0, Kind.SUBMIT, 1, 0)))).play();
    }

    @Provide
    Arbitrary<Story> stories() {
        var happenings = happening().list().ofMinSize(1).ofMaxSize(14).map(more -> {
            var all = new java.util.ArrayList<Happening>();
            all.add(h(0, Kind.SUBMIT, 1, 5));
            all.addAll(more);
            return List.copyOf(all);
        });
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 3), happenings)
                .as(Story::new);
    }

    private static Arbitrary<Happening> happening() {
        var after = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 60)),
                Tuple.of(7, Arbitraries.integers().between(0, 4_000)),
                Tuple.of(1, Arbitraries.integers().between(0, 30_000)));
        Arbitrary<Kind> kind = Arbitraries.frequency(
                Tuple.of(6, Kind.SUBMIT),
                Tuple.of(1, Kind.SUBMIT_THE_SAME_AGAIN),
                Tuple.of(3, Kind.CANCEL),
                Tuple.of(2, Kind.CANCEL_TWICE_AT_ONCE),
                Tuple.of(4, Kind.KILL_AGENT),
                Tuple.of(3, Kind.STOP_AGENT),
                Tuple.of(4, Kind.PAUSE_AGENT),
                Tuple.of(2, Kind.CUT_AGENT_OFF),
                Tuple.of(2, Kind.KILL_RELAY),
                Tuple.of(1, Kind.STOP_RELAY),
                Tuple.of(2, Kind.PAUSE_RELAY),
                Tuple.of(1, Kind.DATABASE_AWAY),
                Tuple.of(1, Kind.BROKER_AWAY),
                Tuple.of(1, Kind.WORKSPACES_AWAY));
        return Combinators.combine(
                        after,
                        kind,
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.integers().between(0, 40))
                .as(Story::h);
    }
}
