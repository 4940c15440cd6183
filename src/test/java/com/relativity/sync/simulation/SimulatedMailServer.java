package com.relativity.sync.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;

/** A mail server at the end of simulated wires. A mail can be lost, be taken although its sender hears of a failure, or come late. */
final class SimulatedMailServer {

    /** A mail that was taken. */
    record Taken(String address, String subject, String messageId) {}

    private final VirtualTime time;
    private final Faults faults;
    private final List<Taken> taken = new ArrayList<>();

    SimulatedMailServer(VirtualTime time, Faults faults) {
        this.time = time;
        this.faults = faults;
    }

    /** The mails about a job of this name, by the address that they went to. */
    java.util.Map<String, List<Taken>> about(String jobName) {
        return taken.stream()
                .filter(mail -> mail.subject().endsWith(" for '" + jobName + "'"))
                .collect(Collectors.groupingBy(Taken::address));
    }

    ReactiveMailer seenBy(SimulatedProcess client) {
        return mails -> Uni.createFrom().emitter(emitter -> {
            var fate = faults.fate();
            faults.deliver(client, () -> {
                if (fate != Faults.Fate.LOST_BEFORE) {
                    take(mails[0]);
                }
                time.plan(
                        client,
                        faults.delayMillis(),
                        fate == Faults.Fate.ARRIVES
                                ? () -> emitter.complete(null)
                                : () -> emitter.fail(new IOException("Connection reset by peer")));
            });
        });
    }

    private void take(Mail mail) {
        taken.add(new Taken(
                mail.getTo().get(0),
                mail.getSubject(),
                mail.getHeaders().get("Message-ID").get(0)));
    }
}
