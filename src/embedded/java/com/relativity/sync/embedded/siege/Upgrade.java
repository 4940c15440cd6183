package com.relativity.sync.embedded.siege;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.relativity.sync.embedded.PackagedService;

/**
 * Rolls the services from the version before to this one while people work, one of each kind back again, and forward once more: one at a time,
 * each stopped by SIGTERM. In between, all the others go on with the tables and topics as they are by then. A service of the version before that dies after the
 * tables were migrated must come up again.
 */
final class Upgrade {

    private static final Duration READY_LIMIT = Duration.ofSeconds(120);
    private static final Duration JOBS_LIMIT = Duration.ofSeconds(120);
    private static final int JOBS_BETWEEN = 4;
    private static final int POLL_MILLIS = 100;

    private final Parts parts;
    private final Faults faults;
    private final Chronicle chronicle;
    private final Path before;
    private final LongSupplier endedJobs;

    Upgrade(Parts parts, Faults faults, Chronicle chronicle, Path before, LongSupplier endedJobs) {
        this.parts = parts;
        this.faults = faults;
        this.chronicle = chronicle;
        this.before = before;
        this.endedJobs = endedJobs;
    }

    void run() throws IOException, InterruptedException {
        List<Service> services = parts.services();
        letJobsEnd("with the version before alone");
        roll(services.get(0), PackagedService.ARTEFACT, "upgraded");
        dieAndComeBack(services.get(services.size() - 1));
        dieAndComeBack(services.get(2));
        for (Service service : services.subList(1, services.size())) {
            roll(service, PackagedService.ARTEFACT, "upgraded");
        }
        var back = services.stream().filter(firstOfItsRoles(services)).toList();
        for (Service service : back) {
            roll(service, before, "rolled back");
        }
        for (Service service : back) {
            roll(service, PackagedService.ARTEFACT, "upgraded");
        }
    }

    private static Predicate<Service> firstOfItsRoles(List<Service> services) {
        return service -> services.stream()
                .filter(other -> other.roles.equals(service.roles))
                .findFirst()
                .filter(service::equals)
                .isPresent();
    }

    private void roll(Service service, Path artefact, String what) throws IOException, InterruptedException {
        faults.stop(service);
        service.change(artefact);
        start(service);
        letJobsEnd("after " + service + " was " + what);
    }

    private void dieAndComeBack(Service service) throws IOException, InterruptedException {
        service.kill();
        start(service);
        letJobsEnd("after " + service + " of the version before had died and come back");
    }

    private void start(Service service) throws IOException, InterruptedException {
        service.start();
        if (!service.awaitReady(READY_LIMIT)) {
            chronicle.finding("%s is not ready within %s", service, READY_LIMIT);
        }
    }

    /** Work goes on with this mixture of versions. */
    private void letJobsEnd(String when) throws InterruptedException {
        long ended = endedJobs.getAsLong();
        long deadline = System.nanoTime() + JOBS_LIMIT.toNanos();
        while (endedJobs.getAsLong() < ended + JOBS_BETWEEN && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        long more = endedJobs.getAsLong() - ended;
        if (more < JOBS_BETWEEN) {
            chronicle.finding("Only %d jobs ended within %s %s", more, JOBS_LIMIT, when);
        } else {
            chronicle.say("%d jobs ended %s", more, when);
        }
    }
}
