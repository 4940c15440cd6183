package com.relativity.sync.roles;

import java.time.Duration;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;

import com.relativity.sync.agent.Agent;
import com.relativity.sync.loop.Loop;
import com.relativity.sync.maintenance.LostLeases;
import com.relativity.sync.outbox.EventSignal;
import com.relativity.sync.relay.OutboxRelay;
import com.relativity.sync.relay.RelaySettings;
import com.relativity.sync.relay.Topics;

/** Starts the loops of this process's roles, and at the end stops them: first the jobs, then the relay that tells of them. */
@ApplicationScoped
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration TOPICS_WAIT = Duration.ofSeconds(15);
    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int BEFORE_CHANNELS = 1;

    private final Set<Role> roles;
    private final Agent agent;
    private final OutboxRelay relay;
    private final Topics topics;
    private final Duration drainTimeout;
    private final Loop relayLoop;
    private final Loop lostLeases;

    Startup(
            RoleSettings roles,
            Agent agent,
            com.relativity.sync.agent.AgentSettings agentSettings,
            OutboxRelay relay,
            RelaySettings relaySettings,
            Topics topics,
            LostLeases lostLeases,
            EventSignal signal) {
        this.roles = roles.roles();
        this.agent = agent;
        this.relay = relay;
        this.topics = topics;
        this.drainTimeout = agentSettings.drainTimeout().plus(LAST_WORDS);
        this.relayLoop = new Loop("Relay", relaySettings.poll(), relay::round);
        this.lostLeases = new Loop("Search for lost agents", SWEEP, lostLeases::sweep);
        if (this.roles.contains(Role.relay)) {
            signal.listen(relayLoop::wake);
        }
    }

    /** Before the channels, so that no consumer looks for a topic that is not there. */
    void makeTopics(@Observes @Priority(BEFORE_CHANNELS) StartupEvent starting) {
        if (roles.contains(Role.relay) || roles.contains(Role.agent)) {
            topics.make().await().atMost(TOPICS_WAIT);
        }
    }

    void start(@Observes StartupEvent starting) {
        LOG.infof("Roles of this process: %s", roles);
        if (roles.contains(Role.relay)) {
            relayLoop.start();
        }
        if (roles.contains(Role.agent)) {
            agent.start();
        }
        if (roles.contains(Role.relay) || roles.contains(Role.agent)) {
            lostLeases.start();
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        lostLeases.stop().await().atMost(LAST_WORDS);
        if (roles.contains(Role.agent)) {
            agent.drain().await().atMost(drainTimeout);
        }
        if (roles.contains(Role.relay)) {
            relayLoop.stop().chain(this::publishTheRest).await().atMost(LAST_WORDS);
        }
    }

    private io.smallrye.mutiny.Uni<Void> publishTheRest() {
        return relay.round().repeat().whilst(more -> more).collect().last().replaceWithVoid();
    }
}
