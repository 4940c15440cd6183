package com.relativity.sync.roles;

import java.time.Duration;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.agent.Agent;
import com.relativity.sync.agent.AgentSettings;
import com.relativity.sync.agent.Cancellations;
import com.relativity.sync.audit.Refusals;
import com.relativity.sync.loop.Loop;
import com.relativity.sync.maintenance.LostLeases;
import com.relativity.sync.maintenance.OverdueCancels;
import com.relativity.sync.maintenance.Sweeps;
import com.relativity.sync.notification.EndedJobMail;
import com.relativity.sync.notification.MailSettings;
import com.relativity.sync.outbox.EventSignal;
import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.relay.OutboxRelay;
import com.relativity.sync.relay.RelaySettings;
import com.relativity.sync.relay.Topics;
import com.relativity.sync.sql.Schema;

/**
 * Starts the loops of this process's roles, and at the end stops them: first the jobs, then the relay that tells of them. Where PostgreSQL or
 * Kafka is away at the start, the process stays up and goes on when it comes: the loops wait for the tables, the topics are made when a
 * broker answers.
 */
@ApplicationScoped
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration FIRST_TRY = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final Duration RARE_SWEEP = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int BEFORE_CHANNELS = 1;

    private final Set<Role> roles;
    private final Schema schema;
    private final Topics topics;
    private final Agent agent;
    private final OutboxRelay relay;
    private final Uni<Void> drain;
    private final Duration drainTimeout;
    private final Loop tables;
    private final Loop topicsLoop;
    private final Loop relayLoop;
    private final Loop lostLeases;
    private final Loop overdueCancels;
    private final Loop outlivedRequests;
    private final Loop mail;
    private final Loop refusalCounts;
    private final Refusals refusals;
    private final Sweeps sweeps;
    private final Watch watch;
    private volatile boolean topicsMade;

    Startup(
            RoleSettings roles,
            Schema schema,
            Topics topics,
            Agent agent,
            AgentSettings agentSettings,
            OutboxRelay relay,
            RelaySettings relaySettings,
            LostLeases lostLeases,
            OverdueCancels overdueCancels,
            Cancellations cancellations,
            EndedJobMail mail,
            MailSettings mailSettings,
            Sweeps sweeps,
            Refusals refusals,
            Watch watch,
            EventSignal signal) {
        this.roles = schema.isAllThereIsToDo() ? Set.of() : roles.roles();
        this.schema = schema;
        this.topics = topics;
        this.agent = agent;
        this.relay = relay;
        this.drain = Uni.createFrom().deferred(agent::drain).memoize().indefinitely();
        this.drainTimeout = agentSettings.drainTimeout().plus(LAST_WORDS);
        this.tables = new Loop("Making the tables", PAUSE, this::makeTables);
        this.topicsLoop = new Loop("Making the topics", PAUSE, this::makeTopics);
        this.relayLoop = new Loop("Relay", relaySettings.poll(), relay::round);
        this.lostLeases = new Loop("Search for lost agents", SWEEP, lostLeases::sweep);
        this.overdueCancels = new Loop("Search for overdue cancels", SWEEP, overdueCancels::sweep);
        this.outlivedRequests = new Loop("Search for outlived cancel requests", RARE_SWEEP, cancellations::settle);
        this.mail = new Loop("Mail of ended jobs", mailSettings.poll(), mail::round);
        this.sweeps = sweeps;
        this.refusals = refusals;
        this.refusalCounts = new Loop("Counts of refusals", SWEEP, refusals::round);
        this.watch = watch;
        if (this.roles.contains(Role.relay)) {
            signal.listen(relayLoop::wake);
        }
    }

    /** One try before the channels start, so that usually no consumer looks for a topic that is not there. */
    void prepare(@Observes @Priority(BEFORE_CHANNELS) StartupEvent starting) {
        Uni<Void> kafka = needsKafka()
                ? firstTry("Kafka", madeTopics())
                : Uni.createFrom().voidItem();
        Uni.join()
                .all(firstTry("PostgreSQL", schema.prepare()), kafka)
                .andFailFast()
                .await()
                .indefinitely();
    }

    private static Uni<Void> firstTry(String dependency, Uni<Void> preparation) {
        return preparation
                .ifNoItem()
                .after(FIRST_TRY)
                .fail()
                .onFailure(failure -> failure instanceof TimeoutException || failure instanceof DependencyDown)
                .recoverWithUni(away -> {
                    LOG.warnf("%s is not there yet; this process waits for it: %s", dependency, why(away));
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> madeTopics() {
        return topics.make().invoke(() -> topicsMade = true);
    }

    /** The driver's own words. */
    private static String why(Throwable away) {
        return away.getCause() == null ? away.getMessage() : why(away.getCause());
    }

    void start(@Observes StartupEvent starting) {
        LOG.infof("Roles of this process: %s", roles);
        watch.start(schema.isCurrent(), topicsMade);
        if (schema.isCurrent()) {
            startRoles();
        } else {
            tables.start();
        }
        if (needsKafka() && !topicsMade) {
            topicsLoop.start();
        }
    }

    private boolean needsKafka() {
        return roles.contains(Role.relay) || roles.contains(Role.agent);
    }

    private Uni<Boolean> makeTables() {
        return schema.prepare().invoke(this::startRoles).call(tables::ending).replaceWith(false);
    }

    private Uni<Boolean> makeTopics() {
        return madeTopics().call(topicsLoop::ending).replaceWith(false);
    }

    private void startRoles() {
        if (schema.isAllThereIsToDo()) {
            LOG.info("The tables are at the version of this program; nothing else was asked for (sync.migrate=only)");
            Quarkus.asyncExit(0);
            return;
        }
        refusalCounts.start();
        if (roles.contains(Role.relay)) {
            relayLoop.start();
        }
        if (roles.contains(Role.agent)) {
            agent.start();
            outlivedRequests.start();
        } else if (roles.contains(Role.relay)) {
            agent.startClosing();
        }
        if (needsKafka()) {
            lostLeases.start();
            overdueCancels.start();
            mail.start();
            sweeps.start();
        }
    }

    /** At the signal, while requests are still answered. */
    void drain(@Observes ShutdownDelayInitiatedEvent signal) {
        if (schema.isCurrent() && needsKafka()) {
            drain.subscribe().with(drained -> {}, unfinished -> LOG.debug("Told at the end", unfinished));
        }
    }

    /** The jobs before what is swept, so that from the signal on none is claimed; the relay last, as it tells of all the others did. */
    void stop(@Observes ShutdownEvent stopping) {
        lastly(tables.stop(), LAST_WORDS);
        if (schema.isCurrent() && needsKafka()) {
            lastly(drain, drainTimeout);
        }
        lastly(
                topicsLoop
                        .stop()
                        .chain(watch::stop)
                        .chain(lostLeases::stop)
                        .chain(overdueCancels::stop)
                        .chain(outlivedRequests::stop)
                        .chain(mail::stop)
                        .chain(sweeps::stop),
                LAST_WORDS);
        if (schema.isCurrent()) {
            lastly(refusalCounts.stop().chain(refusals::finish), LAST_WORDS);
        }
        if (schema.isCurrent() && roles.contains(Role.relay)) {
            lastly(relayLoop.stop().chain(relay::finish), LAST_WORDS);
        }
    }

    /** What cannot be done in time, or with a dependency away, is left to the processes that stay: nothing depends on a clean end. */
    private static void lastly(Uni<Void> work, Duration limit) {
        try {
            work.await().atMost(limit);
        } catch (RuntimeException unfinished) {
            LOG.warnf("Stopped before all was handed over: %s", unfinished.getMessage());
        }
    }
}
