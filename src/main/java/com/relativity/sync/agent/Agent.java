package com.relativity.sync.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.loop.Loop;

/** This process as an agent: its slots, its heartbeat, and its leaving. */
@ApplicationScoped
public class Agent {

    private static final Logger LOG = Logger.getLogger(Agent.class);

    private final AgentRegistry registry;
    private final JobIntake intake;
    private final RunningJobs running;
    private final UnreadableRecords unreadable;
    private final AgentSettings settings;
    private final String name;
    private final Loop heartbeat;
    private final List<Loop> slots;
    private volatile AgentRegistry.Agent registered;
    private volatile boolean draining;

    Agent(
            AgentRegistry registry,
            JobIntake intake,
            RunningJobs running,
            UnreadableRecords unreadable,
            AgentSettings settings,
            MeterRegistry metrics) {
        this.registry = registry;
        this.intake = intake;
        this.running = running;
        this.unreadable = unreadable;
        this.settings = settings;
        this.name = settings.name().orElseGet(Agent::hostAndRandomPart);
        this.heartbeat = new Loop("Heartbeat of agent " + name, settings.heartbeat(), this::beat);
        this.slots = IntStream.range(0, settings.slots())
                .mapToObj(slot -> new Loop("Slot " + slot + " of agent " + name, settings.poll(), this::fill))
                .toList();
        metrics.gauge("sync.agent.slots", settings, AgentSettings::slots);
        metrics.gauge("sync.agent.free.slots", this, agent -> agent.settings.slots() - agent.running.count());
    }

    private static String hostAndRandomPart() {
        String random = UUID.randomUUID().toString().substring(0, 8);
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + random;
        } catch (UnknownHostException nameless) {
            return "sync-agent-" + random;
        }
    }

    public void start() {
        LOG.infof("Agent %s has %d slots", name, settings.slots());
        heartbeat.start();
        slots.forEach(Loop::start);
        unreadable.start();
    }

    /** A job may be waiting: one idle slot looks. A slot that finds one wakes the next. */
    public void wake() {
        slots.stream().filter(Loop::isIdle).findFirst().ifPresentOrElse(Loop::wake, () -> slots.forEach(Loop::wake));
    }

    private Uni<Boolean> beat() {
        if (registered == null) {
            return registry.register(name, settings.slots(), settings.lease())
                    .invoke(agent -> {
                        registered = agent;
                        wake();
                    })
                    .replaceWith(false);
        }
        return registry.heartbeat(registered, running.count(), settings.lease())
                .invoke(stopping -> stopping.ifPresentOrElse(running::stop, () -> {
                    LOG.warnf("Agent %s was not heard of for longer than its lease and registers anew", name);
                    registered = null;
                }))
                .replaceWith(() -> registered == null);
    }

    private Uni<Boolean> fill() {
        var agent = registered;
        return agent == null || draining ? Uni.createFrom().item(false) : intake.take(agent, this::wake);
    }

    /** Takes no further job, brings the running ones to a checkpoint and hands them back. Done when they are, or the time is over. */
    public Uni<Void> drain() {
        draining = true;
        var stopped = slots.stream().map(Loop::stop).toList();
        running.drain();
        return Uni.join()
                .all(stopped)
                .andFailFast()
                .replaceWithVoid()
                .ifNoItem()
                .after(settings.drainTimeout())
                .recoverWithUni(() -> {
                    LOG.warnf(
                            "%d jobs did not reach a checkpoint in time; they go on elsewhere when the lease ends",
                            running.count());
                    return Uni.createFrom().voidItem();
                })
                .chain(unreadable::stop)
                .chain(heartbeat::stop)
                .chain(() -> registered == null || running.count() > 0
                        ? Uni.createFrom().voidItem()
                        : registry.leave(registered));
    }
}
