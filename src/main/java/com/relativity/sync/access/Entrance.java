package com.relativity.sync.access;

import java.time.Duration;
import java.util.function.BiConsumer;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import com.relativity.sync.problem.Forbidden;
import com.relativity.sync.problem.Unauthorized;

/**
 * Lets nobody in who is not known: every path but health needs a token with one of {@link Roles}, also a path that leads nowhere. Which roles a
 * REST call takes, the call says itself; one that says nothing takes none.
 */
@ApplicationScoped
class Entrance implements HttpSecurityPolicy {

    private static final String HEALTH = "/q/health";
    private static final String METRICS = "/q/metrics";

    /** Quarkus would answer by itself, without a body; the failure comes to {@link #checkPermission} all the same. */
    private static final BiConsumer<RoutingContext, Throwable> LEFT_TO_US = (request, failure) -> {};

    private final Duration patience;

    /** @param patience how long an identity provider that is asked for keys may take */
    Entrance(@ConfigProperty(name = "quarkus.oidc.connection-timeout") Duration patience) {
        this.patience = patience;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        String path = request.normalizedPath();
        if (leadsTo(HEALTH, path)) {
            return CheckResult.permit();
        }
        request.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, LEFT_TO_US);
        return inTime(identity)
                .onFailure()
                .transform(TokenFaults::problem)
                .invoke(known -> admit(Callers.of(known), path))
                .replaceWith(CheckResult.PERMIT);
    }

    /** Done on the request's own thread, also where it takes too long. */
    private Uni<SecurityIdentity> inTime(Uni<SecurityIdentity> identity) {
        Context own = Vertx.currentContext();
        return identity.ifNoItem()
                .after(patience)
                .fail()
                .onFailure(TimeoutException.class)
                .recoverWithUni(late -> Uni.createFrom()
                        .<SecurityIdentity>failure(late)
                        .emitOn(command -> own.runOnContext(now -> command.run())));
    }

    private static boolean leadsTo(String place, String path) {
        return path.equals(place) || path.startsWith(place + "/");
    }

    private static void admit(Caller caller, String path) {
        if (caller == null) {
            throw new Unauthorized("This needs a token: send the header 'Authorization: Bearer …'.");
        }
        if (caller.roles().isEmpty()) {
            throw new Forbidden(
                    "The token names none of the roles of this service in its claim 'groups'. Ask for one of them.");
        }
        if (path.startsWith(METRICS) && !caller.operates()) {
            throw new Forbidden("Metrics are for " + Roles.OPERATOR + " and " + Roles.ADMIN + ".");
        }
    }
}
