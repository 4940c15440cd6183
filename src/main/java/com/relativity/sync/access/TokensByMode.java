package com.relativity.sync.access;

import java.util.List;
import java.util.Map;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Switches the check of tokens on where they are to be checked and there is something to check them with. Where there is not,
 * {@link SecurityAtStart} says so in our words, and a process that serves no API starts and lets nobody in.
 */
public final class TokensByMode implements ConfigSourceFactory {

    private static final int BELOW_APPLICATION_PROPERTIES = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean open = SecuritySettings.Mode.none.name().equals(value(context, "sync.security"));
        boolean keysAreSet = !value(context, SecuritySettings.ISSUER).isBlank()
                || !value(context, SecuritySettings.PUBLIC_KEY).isBlank();
        return List.of(new PropertiesConfigSource(
                Map.of("quarkus.oidc.tenant-enabled", Boolean.toString(!open && keysAreSet)),
                "tokens by mode",
                BELOW_APPLICATION_PROPERTIES));
    }

    private static String value(ConfigSourceContext context, String name) {
        String value = context.getValue(name).getValue();
        return value == null ? "" : value;
    }
}
