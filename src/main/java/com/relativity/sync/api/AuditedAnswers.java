package com.relativity.sync.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import com.relativity.sync.access.Caller;
import com.relativity.sync.access.Callers;
import com.relativity.sync.audit.AuditTrail;
import com.relativity.sync.audit.Origin;
import com.relativity.sync.audit.Refusals;

/** Tells the audit trail, before the answer goes out, of requests whose line does not commit with what they do. */
@Singleton
class AuditedAnswers {

    /** Where a request keeps the problem that it is answered with. */
    static final String PROBLEM = "sync.problem";

    private final AuditTrail trail;
    private final Refusals refusals;
    private final Callers callers;

    AuditedAnswers(AuditTrail trail, Refusals refusals, Callers callers) {
        this.trail = trail;
        this.refusals = refusals;
        this.callers = callers;
    }

    @ServerResponseFilter
    Uni<Void> tell(ContainerResponseContext answer, RoutingContext request) {
        Problem problem = request.get(PROBLEM);
        if (problem != null) {
            return refused(request, problem);
        }
        var asked = AuditedRequest.of(request);
        return answer.getStatus() < 400 && asked.commitsNoLine()
                ? trail.add(asked.line(name(request)), Origin.of(request.request()))
                : Uni.createFrom().voidItem();
    }

    /** Done when the trail has it, where it is a refusal that belongs there; never fails. */
    Uni<Void> refused(RoutingContext request, Problem problem) {
        var asked = AuditedRequest.of(request);
        boolean seesAll =
                callers.of(request).filter(caller -> caller.visible() == null).isPresent();
        return asked.isRefusal(problem, seesAll)
                ? refusals.add(asked.refused(name(request), problem), Origin.of(request.request()))
                : Uni.createFrom().voidItem();
    }

    private String name(RoutingContext request) {
        return callers.of(request).map(Caller::name).orElse(null);
    }
}
