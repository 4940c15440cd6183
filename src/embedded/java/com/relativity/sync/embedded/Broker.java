package com.relativity.sync.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker of its own (KRaft, one node) in this JVM, on free ports of this machine. */
public final class Broker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final int port;

    private Broker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts on the data in {@code directory}, which is made where it is missing and kept at the end. */
    public static Broker keptIn(Path directory) throws IOException {
        return keptIn(directory, PackagedService.freePort());
    }

    /** The same on a port of the caller's choice, so that it can come back where it was. */
    public static Broker keptIn(Path directory, int port) throws IOException {
        return keptIn(directory, port, List.of());
    }

    /**
     * A further way in. Clients of Kafka go where the broker tells them, so whoever is to come through something in between has an entrance of
     * its own.
     *
     * @param port where the broker listens
     * @param toldPort where clients that come by it are told to connect
     */
    public record Entrance(int port, int toldPort) {}

    /** The same with further entrances. */
    public static Broker keptIn(Path directory, int port, List<Entrance> entrances) throws IOException {
        return keptIn(directory, port, entrances, null);
    }

    /** A further way in: by TLS, for a user with a password (SCRAM-SHA-512). */
    public record SecureEntrance(int port, Authority.Server identity, String user, String password) {}

    /** A broker that has a secure way in besides the open one. */
    public static Broker keptIn(Path directory, SecureEntrance secure) throws IOException {
        return keptIn(directory, PackagedService.freePort(), List.of(), secure);
    }

    private static Broker keptIn(Path directory, int port, List<Entrance> entrances, SecureEntrance secure)
            throws IOException {
        Files.createDirectories(directory);
        int controllerPort = PackagedService.freePort();
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format(directory, secure);
        }
        var properties = properties(directory, port, controllerPort);
        open(properties, entrances);
        if (secure != null) {
            open(properties, secure);
        }
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        return new Broker(server, port);
    }

    private static void format(Path directory, SecureEntrance secure) throws IOException {
        var users = secure == null
                ? List.<String>of()
                : List.of("SCRAM-SHA-512=[name=%s,password=%s]".formatted(secure.user(), secure.password()));
        try {
            new Formatter()
                    .setScramArguments(users)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .run();
        } catch (Exception unformatted) {
            throw new IOException("The directory " + directory + " could not be formatted for Kafka", unformatted);
        }
    }

    private static Properties properties(Path directory, int port, int controllerPort) {
        var properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        properties.put("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("log.dirs", directory.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("offsets.topic.num.partitions", "1");
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(topic + ".replication.factor", "1");
        }
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        return properties;
    }

    private static void open(Properties properties, List<Entrance> entrances) {
        for (int i = 0; i < entrances.size(); i++) {
            String name = ",ENTRANCE" + i;
            var entrance = entrances.get(i);
            properties.merge("listeners", name + "://localhost:" + entrance.port(), Broker::joined);
            properties.merge("advertised.listeners", name + "://localhost:" + entrance.toldPort(), Broker::joined);
            properties.merge("listener.security.protocol.map", name + ":PLAINTEXT", Broker::joined);
        }
    }

    private static void open(Properties properties, SecureEntrance secure) {
        String listener = "listener.name.secure.";
        properties.merge("listeners", ",SECURE://localhost:" + secure.port(), Broker::joined);
        properties.merge("advertised.listeners", ",SECURE://localhost:" + secure.port(), Broker::joined);
        properties.merge("listener.security.protocol.map", ",SECURE:SASL_SSL", Broker::joined);
        properties.put(listener + "ssl.keystore.type", "PEM");
        properties.put(
                listener + "ssl.keystore.location", secure.identity().both().toString());
        properties.put(listener + "sasl.enabled.mechanisms", "SCRAM-SHA-512");
        properties.put(
                listener + "scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }

    private static Object joined(Object former, Object further) {
        return former.toString() + further;
    }

    public String bootstrapServers() {
        return "localhost:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
