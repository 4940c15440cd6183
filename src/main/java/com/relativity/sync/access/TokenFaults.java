package com.relativity.sync.access;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;

import com.relativity.sync.problem.DependencyDown;
import com.relativity.sync.problem.ProblemException;
import com.relativity.sync.problem.Unauthorized;

/** Tells a token that is not accepted from an identity provider that cannot be asked. */
final class TokenFaults {

    private static final Logger LOG = Logger.getLogger(TokenFaults.class);

    private static final Set<Class<? extends Throwable>> PROVIDER_AWAY = Set.of(
            OIDCException.class, IOException.class, TimeoutException.class, io.smallrye.mutiny.TimeoutException.class);

    private TokenFaults() {}

    static ProblemException problem(Throwable fault) {
        boolean expired = false;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (isAway(cause)) {
                return new DependencyDown("The identity provider", fault);
            }
            expired |= cause instanceof InvalidJwtException invalid && invalid.hasExpired();
        }
        if (!(fault instanceof AuthenticationFailedException)) {
            // Its message may hold the token.
            LOG.warnf("A token could not be read: %s", fault.getClass().getName());
        }
        return new Unauthorized(
                expired
                        ? "The token has expired. Get a new one."
                        : "The token is not accepted: it must be signed by the identity provider of this service, for this"
                                + " service, valid by now, and name its bearer.");
    }

    private static boolean isAway(Throwable cause) {
        return PROVIDER_AWAY.stream().anyMatch(type -> type.isInstance(cause));
    }
}
