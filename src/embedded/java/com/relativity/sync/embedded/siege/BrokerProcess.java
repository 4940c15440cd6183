package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.relativity.sync.embedded.Broker;
import com.relativity.sync.embedded.PackagedService;

/** The broker in a JVM of its own that can be killed and started again on its data, always on the same ports. */
final class BrokerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final Path log;
    private final int port;
    private final List<Broker.Entrance> entrances;
    private Process process;

    BrokerProcess(Path directory, Path log, List<Broker.Entrance> entrances) throws IOException {
        this.directory = directory;
        this.log = log;
        this.entrances = List.copyOf(entrances);
        this.port = PackagedService.freePort();
        start();
    }

    /** The program of that JVM: directory, port, and pairs of ports of the entrances. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var entrances = new ArrayList<Broker.Entrance>();
        for (int i = 2; i < arguments.length; i += 2) {
            entrances.add(new Broker.Entrance(Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1])));
        }
        Broker.keptIn(Path.of(arguments[0]), Integer.parseInt(arguments[1]), entrances);
        new CountDownLatch(1).await();
    }

    /** Past every link. */
    String bootstrapServers() {
        return "localhost:" + port;
    }

    void start() throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                BrokerProcess.class.getName(),
                directory.toString(),
                Integer.toString(port)));
        for (Broker.Entrance entrance : entrances) {
            command.add(Integer.toString(entrance.port()));
            command.add(Integer.toString(entrance.toldPort()));
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        awaitListening();
    }

    /** Maven runs a main class under a class loader of its own; a test runner and a plain java under the path of the JVM. */
    private static String classPath() {
        if (BrokerProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(url -> Path.of(java.net.URI.create(url.toString())).toString())
                    .collect(Collectors.joining(java.io.File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                pause();
            }
        }
        throw new IOException("The broker did not start; its log is " + log);
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
