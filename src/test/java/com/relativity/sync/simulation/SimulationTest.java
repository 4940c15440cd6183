package com.relativity.sync.simulation;

import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.flywaydb.core.Flyway;

import com.relativity.sync.embedded.Database;
import com.relativity.sync.simulation.Story.Happening;
import com.relativity.sync.simulation.Story.Kind;

import static com.relativity.sync.simulation.Story.h;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Makes stories up and plays them. It was seen to fail where, in the code, on trial:
 *
 * <ul>
 *   <li>the fence of the ledger took no lock ({@code RunFence});
 *   <li>a claim took no lock ({@code JobClaims}), or one whose answer was lost stayed with its agent ({@code UnansweredClaims});
 *   <li>a batch was counted whatever its state ({@code RunLedger}), or the last receipts were not taken over ({@code FinalizationStep});
 *   <li>the destination took a write of an attempt that was over;
 *   <li>a relay sent an event before the one before it was acknowledged, or marked what was not acknowledged ({@code OutboxRelay});
 *   <li>a job ended without the word that settles its cancel request ({@code JobEnding});
 *   <li>a dependency that was away failed the job ({@code Pipeline}).
 * </ul>
 *
 * A story that went wrong becomes an example with a name. How many are made up: {@code -Dsync.simulation.tries=20000}.
 */
@Tag("G1")
@Tag("G2")
@Tag("G3")
@Tag("G4")
@Tag("G5")
@Tag("G6")
@Tag("G7")
@Tag("G8")
@Tag("G9")
@Tag("G10")
@Tag("G11")
@Tag("G12")
class SimulationTest {

    private static final Logger LOG = Logger.getLogger("com.relativity.sync");

    private static Database database;
    private static SimulatedPostgres postgres;
    private static Executor executor;

    @BeforeContainer
    static void start() throws Exception {
        LOG.setLevel(Level.OFF);
        executor = Infrastructure.getDefaultExecutor();
        Infrastructure.setDroppedExceptionHandler(dropped -> {});
        database = Database.fresh();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), "");
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
        if (postgres != null) {
            postgres.close();
        }
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
    void whereNothingGoesWrong_jobsEnd() {
        play(1, 0, h(0, Kind.SUBMIT, 0, 7), h(0, Kind.SUBMIT, 1, 0));
    }

    @Example
    void theSameStoryGoesTheSameWay() {
        Happening[] happenings = {
            h(0, Kind.SUBMIT, 3, 7), h(900, Kind.PAUSE_AGENT, 0, 20), h(900, Kind.KILL_RELAY, 0, 5)
        };

        String once = play(7, 3, happenings);

        assertEquals(once, play(7, 3, happenings));
    }

    @Example
    void anAgentThatStandsStillWhileItCounts_countsNothingAfterItsLease() {
        play(5032, 2, h(0, Kind.SUBMIT, 1, 7), h(283, Kind.KILL_AGENT, 0, 24), h(2099, Kind.PAUSE_AGENT, 1, 24));
    }

    @Example
    void twoAgentsThatClaimAtOnce_getOneJobOnce() {
        play(
                5002,
                2,
                h(0, Kind.SUBMIT, 3, 7),
                h(2996, Kind.KILL_RELAY, 0, 32),
                h(5195, Kind.CUT_AGENT_OFF, 0, 37),
                h(3468, Kind.KILL_RELAY, 0, 37),
                h(4033, Kind.STOP_AGENT, 0, 26));
    }

    @Example
    void aBatchThatIsTakenOverWhileAStopTakesItOver_isCountedOnce() {
        play(5160, 1, h(0, Kind.SUBMIT, 3, 7), h(4844, Kind.CANCEL, 0, 19));
    }

    @Example
    void whatADeadAgentHasSent_isNotWrittenWhenItArrivesLate() {
        play(5205, 1, h(0, Kind.SUBMIT, 3, 7), h(3860, Kind.PAUSE_AGENT, 0, 16), h(3209, Kind.KILL_AGENT, 1, 20));
    }

    private static String play(long seed, int intensity, Happening... happenings) {
        return new World(postgres, new Story(seed, intensity, List.of(happenings))).play();
    }

    @Provide
    Arbitrary<Story> stories() {
        var happenings = Arbitraries.oneOf(
                happening().list().ofMinSize(1).ofMaxSize(14).map(more -> after(h(0, Kind.SUBMIT, 1, 5), more)),
                trouble().list().ofMinSize(1).ofMaxSize(4).map(more -> after(h(0, Kind.SUBMIT, 3, 7), more)));
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 3), happenings)
                .as(Story::new);
    }

    private static List<Happening> after(Happening first, List<Happening> more) {
        return Stream.concat(Stream.of(first), more.stream()).toList();
    }

    /** One job's agents and relays, from near by. */
    private static Arbitrary<Happening> trouble() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 7_000),
                        Arbitraries.of(
                                Kind.KILL_AGENT,
                                Kind.PAUSE_AGENT,
                                Kind.PAUSE_AGENT,
                                Kind.CUT_AGENT_OFF,
                                Kind.STOP_AGENT,
                                Kind.CANCEL,
                                Kind.KILL_RELAY,
                                Kind.PAUSE_RELAY),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 40))
                .as(Story::h);
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
