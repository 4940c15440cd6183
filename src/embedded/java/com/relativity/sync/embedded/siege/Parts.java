package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.PackagedService;

/** What is besieged: PostgreSQL, the broker, and services that reach both by links of their own. */
final class Parts implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(4);

    private final DatabaseProcess database;
    private final BrokerProcess broker;
    private final List<Service> services;
    private final List<Link> links;

    private Parts(DatabaseProcess database, BrokerProcess broker, List<Service> services, List<Link> links) {
        this.database = database;
        this.broker = broker;
        this.services = services;
        this.links = links;
    }

    /** Starts everything; the services need not be ready by then. */
    static Parts start(SiegeSettings settingsOfSiege) throws IOException {
        Path home = settingsOfSiege.home();
        Files.createDirectories(home.resolve("imports"));
        Path logs = Files.createDirectories(home.resolve("logs"));
        var settings = Map.of(
                "SYNC_WORKSPACES_FILES",
                home.resolve("files").toString(),
                "SYNC_WORKSPACES_IMPORTS",
                home.resolve("imports").toString(),
                "SYNC_AGENT_LEASE",
                LEASE.toString(),
                "SYNC_LOST_LEASES_GRACE",
                LEASE.toString(),
                "SYNC_AGENT_MAX_LOST",
                "1000",
                "SYNC_AGENT_DRAIN_TIMEOUT",
                "PT8S",
                "SYNC_CANCEL_TIMEOUT",
                "PT20S",
                "SYNC_ENGINE_BATCH_SIZE",
                "20",
                "SYNC_RETENTION_LEFT_OVERS",
                "PT10S",
                "SYNC_RETENTION_INTERVAL",
                "PT5S");
        var links = new ArrayList<Link>();
        var services = new ArrayList<Service>();
        var entrances = new ArrayList<Broker.Entrance>();
        var database = new DatabaseProcess(home.resolve("postgres"));
        for (String roles : settingsOfSiege.services()) {
            var toDatabase = new Link(database.port());
            int entrance = PackagedService.freePort();
            var toKafka = new Link(entrance);
            entrances.add(new Broker.Entrance(entrance, toKafka.port()));
            links.add(toDatabase);
            links.add(toKafka);
            services.add(new Service("service-" + (services.size() + 1), roles, toDatabase, toKafka, settings, logs));
        }
        var broker = new BrokerProcess(home.resolve("kafka"), logs.resolve("kafka.log"), entrances);
        for (Service service : services) {
            settingsOfSiege.before().ifPresent(service::change);
            service.start();
        }
        return new Parts(database, broker, List.copyOf(services), links);
    }

    DatabaseProcess database() {
        return database;
    }

    BrokerProcess broker() {
        return broker;
    }

    List<Service> services() {
        return services;
    }

    /** Whatever state it is in. */
    @Override
    public void close() throws IOException {
        try {
            for (Service service : services) {
                service.kill();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        broker.close();
        database.close();
        for (Link link : links) {
            link.close();
        }
    }
}
