package com.relativity.sync.agent;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Hears that a job entered the list. Whatever the record holds, it only wakes a slot and is acknowledged at once: the job is in the list,
 * and stays there for whoever has a slot free.
 */
@ApplicationScoped
public class JobSubmitted {

    private final Agent agent;

    JobSubmitted(Agent agent) {
        this.agent = agent;
    }

    @Incoming("job-submitted")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> heard(Message<byte[]> record) {
        agent.wake();
        return Uni.createFrom().completionStage(record::ack);
    }
}
