package com.relativity.sync.simulation;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.sqlclient.Pool;

import com.relativity.sync.agent.AgentSettings;
import com.relativity.sync.audit.AuditSettings;
import com.relativity.sync.engine.EngineSettings;
import com.relativity.sync.maintenance.CancelSettings;
import com.relativity.sync.maintenance.LeaseSettings;
import com.relativity.sync.notification.MailSettings;
import com.relativity.sync.outbox.EventSignal;
import com.relativity.sync.outbox.TestSignal;
import com.relativity.sync.relay.RelaySettings;
import com.relativity.sync.relay.TopicSettings;
import com.relativity.sync.sql.SqlSettings;
import com.relativity.sync.telemetry.WatchSettings;
import com.relativity.sync.validation.LinkSettings;
import com.relativity.sync.validation.ValidationSettings;
import com.relativity.sync.workspace.InstanceSettings;
import com.relativity.sync.workspace.WorkspaceGateway;

/** The beans of processes: production classes, with the simulated wires where the container would put the real ones. */
final class Processes {

    static final Duration SWEEP = Duration.ofSeconds(16);

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    /** Shorter leases and rarer looks than in production: the first for what they bring about, the second for speed. */
    private static final SmallRyeConfig CONFIG = new SmallRyeConfigBuilder()
            .withMapping(AgentSettings.class)
            .withMapping(AuditSettings.class)
            .withMapping(EngineSettings.class)
            .withMapping(InstanceSettings.class)
            .withMapping(CancelSettings.class)
            .withMapping(LeaseSettings.class)
            .withMapping(RelaySettings.class)
            .withMapping(TopicSettings.class)
            .withMapping(SqlSettings.class)
            .withMapping(WatchSettings.class)
            .withMapping(MailSettings.class)
            .withMapping(LinkSettings.class)
            .withMapping(ValidationSettings.class)
            .withSources(new PropertiesConfigSource(
                    Map.of(
                            "sync.agent.slots", "2",
                            "sync.agent.poll", "PT16S",
                            "sync.agent.heartbeat", "PT4S",
                            "sync.agent.lease", "PT12S",
                            "sync.agent.drain-timeout", "PT8S",
                            "sync.cancel.timeout", "PT20S",
                            "sync.lost-leases.grace", "PT5S",
                            "sync.relay.poll", "PT8S",
                            "sync.engine.batch-size", "2"),
                    "simulation",
                    100))
            .withSources(new PropertiesConfigSource(
                    Map.of(
                            "sync.mail.host", "mail.simulation.example",
                            "sync.mail.from", "sync@simulation.example",
                            "sync.mail.timeout", "PT8S",
                            "sync.mail.claim", "PT20S",
                            "sync.mail.first-pause", "PT2S",
                            "sync.mail.longest-pause", "PT30S"),
                    "mail of the simulation",
                    100))
            .build();

    private final VirtualTime time;
    private final SimulatedPostgres postgres;
    private final SimulatedBroker broker;
    private final SimulatedWorkspaces workspaces;
    private final SimulatedMailServer mails;
    private final Runnable eventsWereWritten;
    private final MeterRegistry metrics = new SimpleMeterRegistry();

    Processes(
            VirtualTime time,
            SimulatedPostgres postgres,
            SimulatedBroker broker,
            SimulatedWorkspaces workspaces,
            SimulatedMailServer mails,
            Runnable eventsWereWritten) {
        this.time = time;
        this.postgres = postgres;
        this.broker = broker;
        this.workspaces = workspaces;
        this.mails = mails;
        this.eventsWereWritten = eventsWereWritten;
    }

    static TopicSettings topics() {
        return CONFIG.getConfigMapping(TopicSettings.class);
    }

    static RelaySettings relaySettings() {
        return CONFIG.getConfigMapping(RelaySettings.class);
    }

    /** Writes that the database refused because they would have broken a guarantee. */
    double refusedWrites() {
        return metrics.counter("sync.invariants.broken").count();
    }

    Wiring of(SimulatedProcess process) {
        return new Wiring()
                .with(Pool.class, new Pool(postgres.pool(process)))
                .with(WorkspaceGateway.class, workspaces.seenBy(process))
                .with(MutinyEmitter.class, broker.emitter(process))
                .with(EventSignal.class, new TestSignal(postgres.vertx(), eventsWereWritten))
                .with(LongSupplier.class, (LongSupplier) time::nowNanos)
                .with(ObjectMapper.class, JSON)
                .with(MeterRegistry.class, metrics)
                .with(OpenTelemetry.class, OpenTelemetry.noop())
                .with(AgentSettings.class, named(process.name()))
                .with(AuditSettings.class, CONFIG.getConfigMapping(AuditSettings.class))
                .with(EngineSettings.class, CONFIG.getConfigMapping(EngineSettings.class))
                .with(InstanceSettings.class, CONFIG.getConfigMapping(InstanceSettings.class))
                .with(CancelSettings.class, CONFIG.getConfigMapping(CancelSettings.class))
                .with(LeaseSettings.class, CONFIG.getConfigMapping(LeaseSettings.class))
                .with(RelaySettings.class, relaySettings())
                .with(TopicSettings.class, topics())
                .with(LinkSettings.class, CONFIG.getConfigMapping(LinkSettings.class))
                .with(ValidationSettings.class, CONFIG.getConfigMapping(ValidationSettings.class))
                .with(SqlSettings.class, CONFIG.getConfigMapping(SqlSettings.class))
                .with(WatchSettings.class, CONFIG.getConfigMapping(WatchSettings.class))
                .with(MailSettings.class, CONFIG.getConfigMapping(MailSettings.class))
                .with(ReactiveMailer.class, mails.seenBy(process));
    }

    private static AgentSettings named(String name) {
        var settings = CONFIG.getConfigMapping(AgentSettings.class);
        return (AgentSettings) Proxy.newProxyInstance(
                Processes.class.getClassLoader(),
                new Class<?>[] {AgentSettings.class},
                (proxy, method, arguments) -> method.getName().equals("name")
                        ? java.util.Optional.of(name)
                        : method.invoke(settings, arguments));
    }
}
