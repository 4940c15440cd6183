package com.relativity.sync.access;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Finds the {@link Caller} behind a token that was checked; with {@code sync.security} {@code none}, the same one behind every request. */
@ApplicationScoped
class Recognition implements SecurityIdentityAugmentor {

    private final SecuritySettings settings;

    Recognition(SecuritySettings settings) {
        this.settings = settings;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(() -> {
            if (settings.mode() == SecuritySettings.Mode.none) {
                return known(Caller.ANONYMOUS, identity);
            }
            return identity.isAnonymous() ? identity : known(caller(identity), identity);
        });
    }

    private static Caller caller(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw new AuthenticationFailedException("Not a JSON web token");
        }
        String name = Claims.name(token.getClaim("preferred_username"), token.getSubject());
        if (name == null) {
            throw new AuthenticationFailedException("The token names nobody");
        }
        return new Caller(
                name,
                identity.getRoles(),
                Claims.workspaces(token.getClaim("workspaces")),
                Claims.time(token.getExpirationTime()));
    }

    /** Its roles are those of the caller and no others. */
    private static SecurityIdentity known(Caller caller, SecurityIdentity identity) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(caller == Caller.ANONYMOUS ? caller::name : identity.getPrincipal())
                .addRoles(Set.copyOf(caller.roles()))
                .addAttribute(Callers.attribute(), caller)
                .build();
    }
}
