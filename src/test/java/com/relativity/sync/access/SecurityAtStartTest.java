package com.relativity.sync.access;

import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecurityAtStartTest {

    private static final Optional<String> UNSET = Optional.empty();

    private static void start(
            SecuritySettings.Mode mode, List<String> roles, Optional<String> issuer, Optional<String> key) {
        new SecurityAtStart(new SecuritySettings(mode, roles, issuer, key, Optional.empty())).check(new StartupEvent());
    }

    private static String refusal(Optional<String> issuer, Optional<String> key) {
        return assertThrows(
                        ConfigurationException.class,
                        () -> start(SecuritySettings.Mode.oidc, List.of("agent", "api"), issuer, key))
                .getMessage();
    }

    @Test
    void anApiWithNothingToCheckTokensWith_doesNotStart_andSaysWhatToSet() {
        String refusal = refusal(UNSET, UNSET);

        assertTrue(refusal.contains("quarkus.oidc.auth-server-url"), refusal);
        assertTrue(refusal.contains("quarkus.oidc.public-key"), refusal);
        assertTrue(refusal.contains("sync.security=none"), refusal);
    }

    @Test
    void anApiThatHasSomethingToCheckTokensWith_starts() {
        assertDoesNotThrow(
                () -> start(SecuritySettings.Mode.oidc, List.of("api"), Optional.of("https://id.example"), UNSET));
        assertDoesNotThrow(() -> start(SecuritySettings.Mode.oidc, List.of("api"), UNSET, Optional.of("MIIB")));
    }

    @Test
    void anApiThatIsToBeOpenByName_starts() {
        assertDoesNotThrow(() -> start(SecuritySettings.Mode.none, List.of("api"), UNSET, UNSET));
    }

    @Test
    void aProcessWithoutTheRoleApi_startsWithoutSecurity() {
        assertDoesNotThrow(() -> start(SecuritySettings.Mode.oidc, List.of("relay", "agent"), UNSET, UNSET));
    }
}
