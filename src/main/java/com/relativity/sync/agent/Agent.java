package com.relativity.sync.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import com.relativity.sync.job.RunKey;
import com.relativity.sync.joblist.AgentRegistry;
import com.relativity.sync.joblist.JobClaims;
import com.relativity.sync.loop.Loop;
import com.relativity.sync.problem.LeaseLost;

/**
 * This process as an agent: its slots, its heartbeat, and its leaving. Beside the slots there is one place more, for jobs that are only to be
 * ended: a cancel does not wait until a job of somebody else has made room. A process without the role agent has that place alone.
 */
@ApplicationScoped
public class Agent {

    private static final Logger LOG = Logger.getLogger(Agent.class);

    /** While heartbeats fail, several are tried in the time of a lease. */
    private static final int TRIES_A_LEASE = 10;

    private final AgentRegistry registry;
    private final JobClaims claims;
    private final JobIntake intake;
    private final RunningJobs running;
    private final UnansweredClaims unanswered;
    private final AgentSettings settings;
    private final String name;
    private final Loop heartbeat;
    private final Loop closing;
    private final List<Loop> slots;
    private volatile int slotCount;
    private volatile AgentRegistry.Agent registered;
    private volatile boolean draining;

    Agent(
            AgentRegistry registry,
            JobClaims claims,
            JobIntake intake,
            RunningJobs running,
            UnansweredClaims unanswered,
            AgentSettings settings,
            MeterRegistry metrics) {
        this.registry = registry;
        this.claims = claims;
        this.intake = intake;
        this.running = running;
        this.unanswered = unanswered;
        this.settings = settings;
        this.name = settings.name().orElseGet(Agent::hostAndRandomPart);
        this.heartbeat = new Loop(
                "Heartbeat of agent " + name,
                settings.heartbeat(),
                settings.lease().dividedBy(TRIES_A_LEASE),
                this::beat);
        this.closing = new Loop("Closing of cancelled jobs by agent " + name, settings.poll(), this::close);
        this.slots = IntStream.range(0, settings.slots())
                .mapToObj(slot -> new Loop("Slot " + slot + " of agent " + name, settings.poll(), this::fill))
                .toList();
        metrics.gauge("sync.agent.slots", this, agent -> agent.slotCount);
        metrics.gauge("sync.agent.free.slots", this, agent -> agent.slotCount - agent.busySlots());
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
        slotCount = settings.slots();
        startClosing();
        slots.forEach(Loop::start);
    }

    /** Without slots: ends what waits to be ended, and takes nothing else. */
    public void startClosing() {
        heartbeat.start();
        closing.start();
    }

    /** A job may be waiting: one idle slot looks. A slot that finds one wakes the next. */
    public void wake() {
        slots.stream().filter(Loop::isIdle).findFirst().ifPresentOrElse(Loop::wake, () -> slots.forEach(Loop::wake));
    }

    /** A job may be waiting to be ended. */
    void wakeClosing() {
        closing.wake();
    }

    /** For how long its heartbeat has not come round; empty where it has none. */
    public Optional<Duration> silence() {
        return heartbeat.sinceLastRound();
    }

    private int busySlots() {
        return Math.min(running.count(), slotCount);
    }

    private Uni<Boolean> beat() {
        if (registered == null) {
            return registry.register(name, slotCount, settings.lease())
                    .invoke(agent -> {
                        registered = agent;
                        wake();
                    })
                    .replaceWith(false);
        }
        return registry.heartbeat(registered, busySlots(), settings.lease()).flatMap(heard -> {
            if (heard.isEmpty()) {
                LOG.warnf("Agent %s was not heard of for longer than its lease and registers anew", name);
                registered = null;
                return Uni.createFrom().item(true);
            }
            running.stop(heard.get().stopping());
            return unanswered.handBack(heard.get().runs()).replaceWith(false);
        });
    }

    private Uni<Boolean> fill() {
        var agent = registered;
        return agent == null || draining ? Uni.createFrom().item(false) : intake.take(agent, this::wake);
    }

    private Uni<Boolean> close() {
        var agent = registered;
        return agent == null || draining ? Uni.createFrom().item(false) : intake.takeStopping(agent);
    }

    /**
     * Takes no further job, brings the running ones to a checkpoint and hands them back. Those that do not reach one in time are handed back
     * all the same: what their runs still write here is refused, or counts for the agent that goes on.
     */
    public Uni<Void> drain() {
        draining = true;
        var stopped = new ArrayList<>(slots.stream().map(Loop::stop).toList());
        stopped.add(closing.stop());
        running.drain();
        return Uni.join()
                .all(stopped)
                .andFailFast()
                .replaceWithVoid()
                .ifNoItem()
                .after(settings.drainTimeout())
                .recoverWithUni(this::handBackUnfinished)
                .chain(heartbeat::stop)
                .chain(() -> registered == null || running.count() > 0
                        ? Uni.createFrom().voidItem()
                        : registry.leave(registered));
    }

    private Uni<Void> handBackUnfinished() {
        return Multi.createFrom()
                .iterable(running.all())
                .onItem()
                .transformToUniAndMerge(this::handBackUnfinished)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** One that has left by itself meanwhile is no fault; one that cannot be handed back goes on elsewhere when the lease ends. */
    private Uni<Void> handBackUnfinished(RunKey run) {
        LOG.warnf("Job %d did not reach a checkpoint in time and is handed back as it is", run.jobId());
        return claims.suspending(run)
                .chain(() -> claims.handBack(run))
                .onFailure(LeaseLost.class)
                .recoverWithNull()
                .invoke(() -> running.end(run))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "Job %d could not be handed back", run.jobId()))
                .onFailure()
                .recoverWithNull();
    }
}
